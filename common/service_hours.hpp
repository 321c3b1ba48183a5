// When マイナポータル gives out medical information (founding manual K2-23…25: weekdays 08:00–21:00,
// Saturdays, Sundays and holidays 08:00–17:00, closed on the third Saturday and from 29 December to 3
// January; the values are configuration). Pure rules over Unix seconds; the wall clock of the hours is that
// of Japan (UTC+9, no summer time).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "common/japanese_calendar.hpp"

namespace kenkod {

struct ServiceHours {
  // Minutes after midnight; open from the first up to, not including, the second. Equal: closed all day.
  struct Span {
    int from = 0, until = 0;
    bool operator==(const Span&) const = default;
  };
  struct DayOfYear {
    int month = 1, day = 1;
    auto operator<=>(const DayOfYear&) const = default;
  };
  struct Closed {
    DayOfYear first, last;  // both included; first > last: over the end of the year
    bool operator==(const Closed&) const = default;
  };

  Span weekday{8 * 60, 21 * 60};
  Span holiday{8 * 60, 17 * 60};  // Saturdays, Sundays, national holidays
  bool third_saturday_closed = true;
  std::vector<Closed> closed{{{12, 29}, {1, 3}}};

  // "weekday 08:00-21:00; holiday 08:00-17:00; closed third-saturday; closed 12-29..01-03"; "always" alone:
  // never closed. What is not named is closed (weekday, holiday) or open (the rest). Throws
  // Error(InvalidArgument).
  [[nodiscard]] static ServiceHours parse(std::string_view text);

  [[nodiscard]] bool open(std::int64_t unix_seconds, const Holidays& holidays) const;
  // The next moment from `unix_seconds` on at which it is open (that very moment when it is); empty when
  // there is none within a year.
  [[nodiscard]] std::optional<std::int64_t> next_opening(std::int64_t unix_seconds,
                                                         const Holidays& holidays) const;
  // The next moment after `unix_seconds` at which open() changes; empty as above.
  [[nodiscard]] std::optional<std::int64_t> next_change(std::int64_t unix_seconds,
                                                        const Holidays& holidays) const;
};

}  // namespace kenkod
