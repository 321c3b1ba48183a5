// A day as text, and days some months apart.
#pragma once

#include <fmt/format.h>

#include <chrono>
#include <string>

namespace kenkod {

// YYYY-MM-DD.
[[nodiscard]] inline std::string iso_date(std::chrono::year_month_day day) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

// The same day so many months before; the last day of that month where it has no such day.
[[nodiscard]] inline std::chrono::year_month_day months_before(std::chrono::year_month_day day, int count) {
  const auto before = day - std::chrono::months(count);
  return before.ok() ? before
                     : std::chrono::year_month_day(before.year() / before.month() / std::chrono::last);
}

}  // namespace kenkod
