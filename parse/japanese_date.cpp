#include "parse/japanese_date.hpp"

#include <algorithm>
#include <array>

#include "common/validate.hpp"
#include "parse/text_values.hpp"

namespace kenkod::parse {
namespace {

struct Era {
  char letter;
  int before_first_year;
  std::string_view first_day;
  int last_year;
};

constexpr std::array<Era, 5> kEras{{
    {'M', 1867, "1868-01-25", 1912},
    {'T', 1911, "1912-07-30", 1926},
    {'S', 1925, "1926-12-25", 1989},
    {'H', 1988, "1989-01-08", 2019},
    {'R', 2018, "2019-05-01", 9999},
}};

int number(std::string_view text) {
  int value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return value;
}

std::string checked(std::string_view year, std::string_view month_and_day) {
  std::string date(year);
  date.append("-").append(month_and_day.substr(0, 2)).append("-").append(month_and_day.substr(2));
  return calendar_date(date) ? date : std::string();
}

}  // namespace

std::string japanese_date(std::string_view text) {
  if (digits(text, 8)) return checked(text.substr(0, 4), text.substr(4));
  if (text.size() != 7 || !digits(text.substr(1))) return {};
  const auto* const era = std::ranges::find(kEras, text.front(), &Era::letter);
  if (era == kEras.end()) return {};
  const int year = era->before_first_year + number(text.substr(1, 2));
  std::string date = checked(std::to_string(year), text.substr(3));
  return date >= era->first_day && year <= era->last_year ? date : std::string();
}

}  // namespace kenkod::parse
