// Is a unit of a file the unit of the item table, another spelling of it, or another quantity?
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace kenkod::parse {

enum class UnitMatch : std::uint8_t { equal, spelling, contradiction };

// `display`: the table's own second spelling (万/mm3 beside 10*4/mm3).
[[nodiscard]] UnitMatch match_unit(std::string_view received, std::string_view table,
                                   std::string_view display);

// Keeps its answers: a document writes the same units again and again.
class UnitCheck {
 public:
  [[nodiscard]] UnitMatch match(std::string_view received, std::string_view table, std::string_view display);

 private:
  std::unordered_map<std::string, UnitMatch> answers_;
  std::string key_;
};

}  // namespace kenkod::parse
