#include "jobs/portal_window.hpp"

#include <fmt/format.h>

#include "common/japanese_calendar.hpp"

namespace kenkod::jobs {

std::string iso_date(std::chrono::year_month_day day) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

std::chrono::year_month_day years_before(std::chrono::year_month_day day, std::uint32_t count) {
  const auto before = day - std::chrono::years(static_cast<int>(count));
  return before.ok() ? before
                     : std::chrono::year_month_day(before.year() / before.month() / std::chrono::last);
}

std::map<Kind, std::string> portal_window(const std::map<Kind, std::uint32_t>& retention_years,
                                          std::int64_t now) {
  const std::chrono::year_month_day today(japanese_time(now).day);
  std::map<Kind, std::string> window;
  for (const auto& [kind, count] : retention_years) window[kind] = iso_date(years_before(today, count));
  return window;
}

}  // namespace kenkod::jobs
