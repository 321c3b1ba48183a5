#include "client-cli/text/local_time.hpp"

#include <fmt/format.h>

#include <array>
#include <ctime>

#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {
namespace {

// Not strftime(): a locale that is not generated on this machine still decides the language.
constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array kJapaneseDays{"日", "月", "火", "水", "木", "金", "土"};
constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::tm local(std::int64_t unix_seconds) {
  const std::time_t time = unix_seconds;
  std::tm parts{};
  localtime_r(&time, &parts);
  return parts;
}

std::string day(const std::tm& at) {
  const auto weekday = static_cast<std::size_t>(at.tm_wday);
  if (message_language() == "ja")
    return fmt::format("{}年{}月{}日({})", at.tm_year + 1900, at.tm_mon + 1, at.tm_mday,
                       kJapaneseDays.at(weekday));
  return fmt::format("{} {} {} {}", kDays.at(weekday), at.tm_mday,
                     kMonths.at(static_cast<std::size_t>(at.tm_mon)), at.tm_year + 1900);
}

}  // namespace

std::string day_words(std::int64_t unix_seconds) { return day(local(unix_seconds)); }

std::string moment_words(std::int64_t unix_seconds) {
  const std::tm at = local(unix_seconds);
  if (message_language() == "ja") return fmt::format("{} {}:{:02}", day(at), at.tm_hour, at.tm_min);
  return fmt::format("{}, {:02}:{:02}", day(at), at.tm_hour, at.tm_min);
}

std::string utc_text(std::int64_t unix_seconds) {
  const std::time_t time = unix_seconds;
  std::tm at{};
  gmtime_r(&time, &at);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", at.tm_year + 1900, at.tm_mon + 1, at.tm_mday,
                     at.tm_hour, at.tm_min, at.tm_sec);
}

}  // namespace kenkod::cli
