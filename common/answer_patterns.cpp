#include "common/answer_patterns.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

namespace kenkod {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

bool month_and_day(int month, int day) noexcept {
  constexpr std::array kDays{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month >= 1 && month <= 12 && day >= 1 && day <= kDays.at(static_cast<std::size_t>(month - 1));
}

bool plausible_year(int year) noexcept { return year >= 1850 && year <= 2199; }

// Takes the name of an era off the front; 元 stands for its first year. The text is case folded.
bool take_era(std::string_view& text) {
  for (const std::string_view era :
       {"明治", "大正", "昭和", "平成", "令和", "明", "大", "昭", "平", "令", "m", "t", "s", "h", "r"}) {
    if (!text.starts_with(era)) continue;
    text.remove_prefix(era.size());
    while (text.starts_with(' ') || text.starts_with('.')) text.remove_prefix(1);
    return true;
  }
  return false;
}

// Digits joined as one number: YYYYMMDD, YYMMDD, MMDD.
bool packed_date(std::string_view digits) {
  if (digits.size() != 4 && digits.size() != 6 && digits.size() != 8) return false;
  if (digits.size() == 8 && !plausible_year(number(digits.substr(0, 4)))) return false;
  const auto month_day = digits.substr(digits.size() - 4);
  return month_and_day(number(month_day.substr(0, 2)), number(month_day.substr(2)));
}

// The numbers between separators; nothing when anything else is in the text.
std::optional<std::vector<int>> numbers(std::string_view text) {
  constexpr std::array<std::string_view, 10> kSeparators{"年", "月", "日", "-", "/", ".", ",", " ", "‐", "−"};
  std::vector<int> found;
  while (!text.empty()) {
    if (text.starts_with("元")) {
      found.push_back(1);
      text.remove_prefix(std::string_view("元").size());
    } else if (is_digit(text.front())) {
      const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
      if (end > 4) return std::nullopt;
      found.push_back(number(text.substr(0, end)));
      text.remove_prefix(end);
    } else {
      const auto* separator = std::ranges::find_if(kSeparators, [&](auto s) { return text.starts_with(s); });
      if (separator == kSeparators.end()) return std::nullopt;
      text.remove_prefix(separator->size());
    }
  }
  return found;
}

// Position in the kana table (small and voiced kana count as their own rows would: by their plain form), or
// -1.
int kana_position(std::int32_t c) {
  constexpr std::u32string_view kTable =
      U"アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
  const auto at = kTable.find(static_cast<char32_t>(c));
  return at == std::u32string_view::npos ? -1 : static_cast<int>(at);
}

int step(std::int32_t from, std::int32_t to) {
  if (from == '9' && to == '0') return 1;
  if (from == '0' && to == '9') return -1;
  const int a = kana_position(from);
  const int b = kana_position(to);
  return a >= 0 && b >= 0 ? b - a : to - from;
}

}  // namespace

bool looks_like_date(std::string_view text) {
  const bool era = take_era(text);
  if (std::ranges::all_of(text, is_digit))
    return era ? text.size() == 6 && packed_date(text) : packed_date(text);
  const auto parts = numbers(text);
  if (!parts) return false;
  if (parts->size() == 2) return !era && month_and_day((*parts)[0], (*parts)[1]);
  if (parts->size() != 3) return false;
  const int year = (*parts)[0];
  return month_and_day((*parts)[1], (*parts)[2]) && (year <= 99 || (!era && plausible_year(year)));
}

bool is_repetition_or_run(const CodePoints& text) {
  if (text.size() < 2) return false;
  const int first = step(text[0], text[1]);
  if (text[0] != text[1] && (text.size() < 3 || (first != 1 && first != -1))) return false;
  for (std::size_t i = 2; i < text.size(); ++i)
    if (text[0] == text[1] ? text[i] != text[0] : step(text[i - 1], text[i]) != first) return false;
  return true;
}

}  // namespace kenkod
