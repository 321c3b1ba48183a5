// The words in which hours of service are configured.
#include <charconv>
#include <chrono>
#include <string_view>

#include "common/error.hpp"
#include "common/service_hours.hpp"

namespace kenkod {
namespace {

[[noreturn]] void refuse(std::string_view sentence) { throw Error(ErrorCode::InvalidArgument, sentence); }

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Two digits, the separator, two digits.
bool read_pair(std::string_view text, char separator, int& one, int& other) {
  const auto digits = [](std::string_view two, int& value) {
    const auto [end, error] = std::from_chars(two.data(), two.data() + two.size(), value);
    return error == std::errc{} && end == two.data() + two.size() && value >= 0;
  };
  return text.size() == 5 && text[2] == separator && digits(text.substr(0, 2), one) &&
         digits(text.substr(3), other);
}

int read_time(std::string_view text) {
  int hour = 0, minute = 0;
  if (!read_pair(text, ':', hour, minute) || minute > 59 || hour * 60 + minute > 24 * 60)
    refuse("A time of the hours of service is not HH:MM.");
  return hour * 60 + minute;
}

ServiceHours::Span read_span(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) refuse("The hours of service are not HH:MM-HH:MM.");
  const ServiceHours::Span span{read_time(text.substr(0, dash)), read_time(text.substr(dash + 1))};
  if (span.from > span.until) refuse("The hours of service end before they begin.");
  return span;
}

ServiceHours::DayOfYear read_day(std::string_view text) {
  int month = 0, day = 0;
  constexpr std::chrono::year kLeapYear{2024};
  if (!read_pair(text, '-', month, day) || !(kLeapYear / std::chrono::month(static_cast<unsigned>(month)) /
                                             std::chrono::day(static_cast<unsigned>(day)))
                                                .ok())
    refuse("A closed day of the hours of service is not MM-DD.");
  return {month, day};
}

void read_closed(ServiceHours& hours, std::string_view text) {
  if (text == "third-saturday") {
    if (hours.third_saturday_closed) refuse("The hours of service name something twice.");
    hours.third_saturday_closed = true;
    return;
  }
  const auto dots = text.find("..");
  if (dots == std::string_view::npos)
    hours.closed.push_back({read_day(text), read_day(text)});
  else
    hours.closed.push_back({read_day(text.substr(0, dots)), read_day(text.substr(dots + 2))});
}

}  // namespace

ServiceHours ServiceHours::parse(std::string_view text) {
  ServiceHours hours{{}, {}, false, {}};
  if (trimmed(text) == "always") {
    hours.weekday = hours.holiday = {0, 24 * 60};
    return hours;
  }
  bool weekday = false, holiday = false;
  const auto once = [](bool& seen) {
    if (seen) refuse("The hours of service name something twice.");
    seen = true;
  };
  for (bool more = true; more;) {
    const auto semicolon = text.find(';');
    more = semicolon != std::string_view::npos;
    const auto part = trimmed(text.substr(0, semicolon));
    if (more) text.remove_prefix(semicolon + 1);
    const auto blank = part.find_first_of(" \t");
    const auto word = part.substr(0, blank);
    const auto value = blank == std::string_view::npos ? std::string_view{} : trimmed(part.substr(blank));
    if (word == "weekday") {
      once(weekday);
      hours.weekday = read_span(value);
    } else if (word == "holiday") {
      once(holiday);
      hours.holiday = read_span(value);
    } else if (word == "closed") {
      read_closed(hours, value);
    } else {
      refuse("The hours of service consist of weekday, holiday and closed, or always.");
    }
  }
  if (!weekday && !holiday) refuse("The hours of service name no time at which it is open.");
  return hours;
}

}  // namespace kenkod
