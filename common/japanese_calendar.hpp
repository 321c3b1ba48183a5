// Days in Japan and the national holidays (国民の祝日に関する法律), computed by its rules: fixed days, Happy
// Mondays, equinoxes by the usual formula (valid 1980–2099), 振替休日 and 国民の休日 between two holidays.
#pragma once

#include <chrono>
#include <cstdint>
#include <set>
#include <string_view>

namespace kenkod {

// The calendar day in Japan, and minutes after its midnight.
struct JapaneseTime {
  std::chrono::sys_days day;  // as if Japan's day were UTC's
  int minutes = 0;            // 0–1439
};
[[nodiscard]] JapaneseTime japanese_time(std::int64_t unix_seconds) noexcept;
// Unix seconds of a moment of a Japanese day.
[[nodiscard]] std::int64_t unix_seconds(std::chrono::sys_days day, int minutes) noexcept;

// By rule; false outside 2020–2099, where the present law says nothing reliable.
[[nodiscard]] bool is_national_holiday(std::chrono::sys_days day) noexcept;

// The rule, or in its place a list (years in which the law was changed after this was written).
class Holidays {
 public:
  Holidays() = default;
  // One YYYY-MM-DD at the beginning of each line (what follows it is a comment, so is a line beginning with
  // #). The list counts for the years it names at least one day of; other years go by the rule. Throws
  // Error(InvalidArgument) line=….
  [[nodiscard]] static Holidays parse(std::string_view text);
  [[nodiscard]] bool contain(std::chrono::sys_days day) const;

 private:
  std::set<std::chrono::sys_days> days_;
  std::set<int> years_;
};

}  // namespace kenkod
