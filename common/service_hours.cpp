#include "common/service_hours.hpp"

#include <algorithm>
#include <chrono>

namespace kenkod {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::int64_t kYearAhead = std::int64_t{366} * 86400;

bool third_saturday(sys_days day) noexcept {
  const std::chrono::year_month_weekday date{day};
  return date.weekday() == std::chrono::Saturday && date.index() == 3;
}

bool in(const ServiceHours::Closed& closed, sys_days day) noexcept {
  const std::chrono::year_month_day civil{day};
  const ServiceHours::DayOfYear date{static_cast<int>(static_cast<unsigned>(civil.month())),
                                     static_cast<int>(static_cast<unsigned>(civil.day()))};
  if (closed.first <= closed.last) return closed.first <= date && date <= closed.last;
  return date >= closed.first || date <= closed.last;
}

ServiceHours::Span span_of(const ServiceHours& hours, sys_days day, const Holidays& holidays) {
  if (hours.third_saturday_closed && third_saturday(day)) return {};
  if (std::ranges::any_of(hours.closed, [&](const auto& closed) { return in(closed, day); })) return {};
  const std::chrono::weekday weekday{day};
  const bool free =
      weekday == std::chrono::Saturday || weekday == std::chrono::Sunday || holidays.contain(day);
  return free ? hours.holiday : hours.weekday;
}

}  // namespace

bool ServiceHours::open(std::int64_t unix_seconds, const Holidays& holidays) const {
  const auto now = japanese_time(unix_seconds);
  const auto span = span_of(*this, now.day, holidays);
  return span.from <= now.minutes && now.minutes < span.until;
}

std::optional<std::int64_t> ServiceHours::next_opening(std::int64_t unix_seconds,
                                                       const Holidays& holidays) const {
  if (open(unix_seconds, holidays)) return unix_seconds;
  return next_change(unix_seconds, holidays);
}

std::optional<std::int64_t> ServiceHours::next_change(std::int64_t unix_seconds,
                                                      const Holidays& holidays) const {
  const bool now = open(unix_seconds, holidays);
  for (auto day = japanese_time(unix_seconds).day;; day += days{1}) {
    // Open or closed only changes at midnight and at the two ends of a span.
    const auto span = span_of(*this, day, holidays);
    for (const int minutes : {0, span.from, span.until}) {
      const auto moment = kenkod::unix_seconds(day, minutes);
      if (moment > unix_seconds + kYearAhead) return std::nullopt;
      if (moment > unix_seconds && open(moment, holidays) != now) return moment;
    }
  }
}

}  // namespace kenkod
