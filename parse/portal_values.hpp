// Values as マイナポータル writes them for people to read: 2025年1月, 10,000, 女.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/record.hpp"

namespace kenkod::parse {

// "2025年12月29日", "2025/12/29", "2025-12-29", "20251229", "令和7年12月29日" → "2025-12-29". Empty when it
// is no day of the calendar.
[[nodiscard]] std::string portal_date(std::string_view text);

// "2025年1月", "2025/01", "2025-01", "202501", "令和7年1月" → "2025-01"; empty otherwise.
[[nodiscard]] std::string portal_month(std::string_view text);

// "2025年1月～2025年10月": first and last month; one month alone is both. Nothing when either is unclear.
struct MonthRange {
  std::string first, last;
  bool operator==(const MonthRange&) const = default;
};
[[nodiscard]] std::optional<MonthRange> portal_range(std::string_view text);

// "10,000", "１０，０００円", "¥500", "△300", "-300". Dashes and nothing are unknown; `readable` is false for
// any other text.
struct YenText {
  Amount amount;
  bool readable = true;
};
[[nodiscard]] YenText portal_yen(std::string_view text);
// Nothing when it is not known.
[[nodiscard]] std::optional<std::int64_t> yen_of(const Amount& amount);

// 男, 女, 男性, 女性 → "1", "2"; empty otherwise.
[[nodiscard]] std::string_view portal_sex(std::string_view text);

// Names of fields with width, blanks and a closing (円) taken away, for comparison.
[[nodiscard]] std::string portal_key(std::string_view text);

}  // namespace kenkod::parse
