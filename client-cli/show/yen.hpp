// Amounts of money: exact, and unknown is never 0.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kenkod::cli {

// "12340" → "12,340"; "-500" → "-500". Anything but a canonical whole number is given back as it is.
[[nodiscard]] std::string with_separators(std::string_view yen);

// A sum over rows some of whose amounts are not known.
class YenSum {
 public:
  // `yen` as in Query(): empty = unknown. A number too large to add counts as unknown.
  void add(std::string_view yen);
  // "12,340 yen", "12,340 yen + 2 unknown", "unknown".
  [[nodiscard]] std::string words() const;

 private:
  std::int64_t sum_ = 0;
  unsigned long known_ = 0, unknown_ = 0;
};

}  // namespace kenkod::cli
