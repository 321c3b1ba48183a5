#include "parse/portal_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "common/validate.hpp"
#include "parse/folding.hpp"

namespace kenkod::parse {
namespace {

constexpr std::size_t kMaxValue = 256;     // longer texts are none of these values
constexpr std::size_t kMaxYenDigits = 12;  // 100,000 of them still add up in 64 bits

bool digit(char c) { return c >= '0' && c <= '9'; }

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

// One width, no blanks.
std::string compact(std::string_view text) {
  if (text.size() > kMaxValue) return {};
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return c > 0; });
  std::string folded = ascii ? std::string(text) : fold(text);
  std::erase_if(folded, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
  return folded;
}

std::optional<int> number(std::string_view& text, std::size_t most) {
  const auto size =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), digit) - text.begin());
  int value = 0;
  if (size == 0 || size > most) return std::nullopt;
  std::from_chars(text.data(), text.data() + size, value);
  text.remove_prefix(size);
  return value;
}

// Years before the first one of an era.
std::optional<int> year(std::string_view& text) {
  constexpr std::array<std::pair<std::string_view, int>, 5> kEras{
      {{"明治", 1867}, {"大正", 1911}, {"昭和", 1925}, {"平成", 1988}, {"令和", 2018}}};
  for (const auto& [name, before] : kEras) {
    if (!take(text, name)) continue;
    if (take(text, "元")) return before + 1;
    const std::optional<int> years = number(text, 2);
    return years && *years > 0 ? std::optional(before + *years) : std::nullopt;
  }
  return number(text, 4);
}

// Year, month and, where wanted, day, between 年月日, slashes, hyphens or dots.
std::optional<std::vector<int>> parts(std::string_view text, bool day) {
  const std::size_t plain = day ? 8 : 6;
  if (text.size() == plain && std::all_of(text.begin(), text.end(), digit)) {
    std::vector<int> found;
    for (const auto& [at, size] : {std::pair{0, 4}, std::pair{4, 2}, std::pair{6, day ? 2 : 0}}) {
      std::string_view piece = text.substr(static_cast<std::size_t>(at), static_cast<std::size_t>(size));
      if (!piece.empty()) found.push_back(number(piece, 4).value_or(0));
    }
    return found;
  }
  const std::optional<int> first = year(text);
  if (!first) return std::nullopt;
  std::vector<int> found{*first};
  std::string_view mark;
  for (const std::string_view one : {"年", "/", "-", "."})
    if (mark.empty() && take(text, one)) mark = one;
  if (mark.empty()) return std::nullopt;
  const bool words = mark == "年";
  const auto month = number(text, 2);
  if (!month) return std::nullopt;
  found.push_back(*month);
  if (words && !take(text, "月")) return std::nullopt;
  if (day) {
    if (!words && !take(text, mark)) return std::nullopt;
    const auto last = number(text, 2);
    if (!last) return std::nullopt;
    found.push_back(*last);
    if (words && !take(text, "日")) return std::nullopt;
  }
  return text.empty() ? std::optional(found) : std::nullopt;
}

std::string month_of(std::string_view folded) {
  const auto found = parts(folded, false);
  if (!found) return {};
  std::string month = fmt::format("{:04}-{:02}", (*found)[0], (*found)[1]);
  return calendar_month(month) ? month : std::string{};
}

// Digits, with commas only before each group of three.
std::string grouped_digits(std::string_view text) {
  std::string digits;
  const bool commas = text.find(',') != std::string_view::npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool comma_place = commas && i != 0 && (text.size() - i) % 4 == 0;
    if (text[i] == ',' ? !comma_place : comma_place || !digit(text[i])) return {};
    if (text[i] != ',') digits.push_back(text[i]);
  }
  const std::size_t first = std::min(digits.find_first_not_of('0'), digits.empty() ? 0 : digits.size() - 1);
  digits.erase(0, first);
  return digits.size() > kMaxYenDigits ? std::string{} : digits;
}

}  // namespace

std::string portal_date(std::string_view text) {
  const std::string folded = compact(text);
  const auto found = parts(folded, true);
  if (!found) return {};
  std::string date = fmt::format("{:04}-{:02}-{:02}", (*found)[0], (*found)[1], (*found)[2]);
  return calendar_date(date) ? date : std::string{};
}

std::string portal_month(std::string_view text) { return month_of(compact(text)); }

std::optional<MonthRange> portal_range(std::string_view text) {
  const std::string folded = compact(text);  // ～ becomes ~
  std::size_t at = std::string::npos, size = 0;
  for (const std::string_view mark : {"~", "〜", "から"}) {
    if (at != std::string::npos) break;
    at = folded.find(mark);
    size = mark.size();
  }
  const std::string_view whole = folded;
  MonthRange range{month_of(whole.substr(0, at)), {}};
  range.last = at == std::string::npos ? range.first : month_of(whole.substr(at + size));
  if (range.first.empty() || range.last.empty() || range.last < range.first) return std::nullopt;
  return range;
}

YenText portal_yen(std::string_view text) {
  YenText read{{std::string(text), {}}};
  const std::string folded = compact(text);
  std::string_view rest = folded;
  constexpr std::array<std::string_view, 9> kNothing{"", "-", "--", "―", "–", "—", "‐", "ー", "−"};
  if (std::find(kNothing.begin(), kNothing.end(), rest) != kNothing.end()) {
    read.readable = text.size() <= kMaxValue;
    return read;
  }
  bool negative = false;
  for (const std::string_view sign : {"-", "−", "△", "▲"}) negative = negative || take(rest, sign);
  take(rest, "¥") || take(rest, "\\");
  if (rest.ends_with("円")) rest.remove_suffix(std::string_view("円").size());
  const std::string digits = grouped_digits(rest);
  read.readable = !digits.empty();
  if (read.readable) read.amount.yen = negative && digits != "0" ? "-" + digits : digits;
  return read;
}

std::optional<std::int64_t> yen_of(const Amount& amount) {
  std::int64_t value = 0;
  if (amount.yen.empty()) return std::nullopt;
  std::from_chars(amount.yen.data(), amount.yen.data() + amount.yen.size(), value);
  return value;
}

std::string_view portal_sex(std::string_view text) {
  const std::string folded = compact(text);
  if (folded == "男" || folded == "男性") return "1";
  if (folded == "女" || folded == "女性") return "2";
  return {};
}

std::string portal_key(std::string_view text) {
  std::string key = compact(text);
  constexpr std::string_view kYen = "(円)";
  if (key.ends_with(kYen)) key.erase(key.size() - kYen.size());
  return key;
}

}  // namespace kenkod::parse
