#include "jobs/portal_window.hpp"

#include "common/iso_date.hpp"
#include "common/japanese_calendar.hpp"

namespace kenkod::jobs {

std::map<Kind, std::string> portal_window(const std::map<Kind, std::uint32_t>& retention_years,
                                          std::int64_t now) {
  const std::chrono::year_month_day today(japanese_time(now).day);
  std::map<Kind, std::string> window;
  for (const auto& [kind, count] : retention_years)
    window[kind] = iso_date(months_before(today, 12 * static_cast<int>(count)));
  return window;
}

}  // namespace kenkod::jobs
