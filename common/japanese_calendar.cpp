#include "common/japanese_calendar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

#include "common/error.hpp"

namespace kenkod {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t kDay = 86400;
constexpr std::int64_t kJapan = 9 * 3600;
constexpr int kFirstYear = 2020, kLastYear = 2099;

constexpr bool is_monday(sys_days day, unsigned number) noexcept {
  const std::chrono::year_month_weekday date{day};
  return date.weekday() == std::chrono::Monday && date.index() == number;
}

// The usual formula for 1980–2099; the government announces the days each February for the next year.
constexpr unsigned equinox(int year, double of_1980) noexcept {
  const int since = year - 1980;
  return static_cast<unsigned>(static_cast<int>(of_1980 + 0.242194 * since) - since / 4);
}

struct MonthDay {
  unsigned month, day;
  constexpr bool operator==(const MonthDay&) const = default;
};
constexpr std::array<MonthDay, 9> kFixed{
    {{1, 1}, {2, 11}, {2, 23}, {4, 29}, {5, 3}, {5, 4}, {5, 5}, {11, 3}, {11, 23}}};

// 海の日, スポーツの日, 山の日: moved by special laws for the Olympic Games of 2020 and their new date.
bool is_summer_holiday(sys_days day, int year, MonthDay date) noexcept {
  if (year == 2020) return date == MonthDay{7, 23} || date == MonthDay{7, 24} || date == MonthDay{8, 10};
  if (year == 2021) return date == MonthDay{7, 22} || date == MonthDay{7, 23} || date == MonthDay{8, 8};
  return (date.month == 7 && is_monday(day, 3)) || date == MonthDay{8, 11} ||
         (date.month == 10 && is_monday(day, 2));
}

// 国民の祝日 itself, without the days off that follow from it.
bool is_celebrated(sys_days day) noexcept {
  const year_month_day civil{day};
  const int year = static_cast<int>(civil.year());
  if (year < kFirstYear || year > kLastYear) return false;
  const MonthDay date{static_cast<unsigned>(civil.month()), static_cast<unsigned>(civil.day())};
  return std::ranges::find(kFixed, date) != kFixed.end() ||
         (date.month == 1 && is_monday(day, 2)) ||       // 成人の日
         (date.month == 9 && is_monday(day, 3)) ||       // 敬老の日
         date == MonthDay{3, equinox(year, 20.8431)} ||  // 春分の日
         date == MonthDay{9, equinox(year, 23.2488)} ||  // 秋分の日
         is_summer_holiday(day, year, date);
}

// The first day that is none after a celebrated Sunday.
bool is_substitute(sys_days day) noexcept {
  for (auto before = day - days{1}; is_celebrated(before); before -= days{1})
    if (std::chrono::weekday{before} == std::chrono::Sunday) return true;
  return false;
}

std::optional<sys_days> read_day(std::string_view text) {
  const auto number = [&](std::size_t at, std::size_t size) -> std::optional<int> {
    int value = 0;
    const char* const end = text.data() + at + size;
    const auto [stop, error] = std::from_chars(text.data() + at, end, value);
    if (error != std::errc{} || stop != end || value < 0) return std::nullopt;
    return value;
  };
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = number(0, 4), m = number(5, 2), d = number(8, 2);
  if (!y || !m || !d) return std::nullopt;
  const year_month_day date{std::chrono::year{*y}, std::chrono::month{static_cast<unsigned>(*m)},
                            std::chrono::day{static_cast<unsigned>(*d)}};
  if (!date.ok() || (text.size() > 10 && text[10] != ' ' && text[10] != '\t' && text[10] != '#'))
    return std::nullopt;
  return sys_days{date};
}

}  // namespace

JapaneseTime japanese_time(std::int64_t unix_seconds) noexcept {
  // Far beyond every date that std::chrono can name, so that nothing overflows.
  const auto local =
      std::chrono::seconds{std::clamp(unix_seconds, -kDay * 10'000'000, kDay * 10'000'000) + kJapan};
  const auto day = std::chrono::floor<days>(local);
  return {sys_days{day}, static_cast<int>(std::chrono::floor<std::chrono::minutes>(local - day).count())};
}

std::int64_t unix_seconds(sys_days day, int minutes) noexcept {
  return std::int64_t{day.time_since_epoch().count()} * kDay + std::int64_t{minutes} * 60 - kJapan;
}

bool is_national_holiday(sys_days day) noexcept {
  const int year = static_cast<int>(year_month_day{day}.year());
  if (year < kFirstYear || year > kLastYear) return false;
  return is_celebrated(day) || is_substitute(day) ||
         (is_celebrated(day - days{1}) && is_celebrated(day + days{1}));  // 国民の休日
}

Holidays Holidays::parse(std::string_view text) {
  Holidays holidays;
  for (int line = 1; !text.empty(); ++line) {
    const auto end = std::min(text.find('\n'), text.size());
    auto row = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (row.ends_with('\r')) row.remove_suffix(1);
    if (row.find_first_not_of(" \t") == std::string_view::npos || row.starts_with('#')) continue;
    const auto day = read_day(row);
    if (!day)
      throw Error(ErrorCode::InvalidArgument, "A line of the list of holidays does not begin with a date.")
          .with("line", line);
    holidays.days_.insert(*day);
    holidays.years_.insert(static_cast<int>(year_month_day{*day}.year()));
  }
  return holidays;
}

bool Holidays::contain(sys_days day) const {
  return years_.contains(static_cast<int>(year_month_day{day}.year())) ? days_.contains(day)
                                                                       : is_national_holiday(day);
}

}  // namespace kenkod
