#include "jobs/portal_window.hpp"

#include <fmt/format.h>

#include <chrono>

namespace kenkod::jobs {

std::map<Kind, std::string> portal_window(const std::map<Kind, std::uint32_t>& retention_years,
                                          std::int64_t now) {
  using namespace std::chrono;
  constexpr auto kJapan = hours(9);
  const year_month_day today{floor<days>(sys_seconds(seconds(now)) + kJapan)};
  std::map<Kind, std::string> window;
  for (const auto& [kind, count] : retention_years) {
    auto first = today - years(static_cast<int>(count));
    if (!first.ok()) first = first.year() / first.month() / last;  // 29 February
    window[kind] = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(first.year()),
                               static_cast<unsigned>(first.month()), static_cast<unsigned>(first.day()));
  }
  return window;
}

}  // namespace kenkod::jobs
