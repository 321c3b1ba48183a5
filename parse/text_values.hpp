// How several formats write small things: white space around texts, digits, days of eight digits.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace kenkod::parse {

// ASCII digits only; true for nothing at all.
[[nodiscard]] constexpr bool digits(std::string_view text) noexcept {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}
// So many of them.
[[nodiscard]] constexpr bool digits(std::string_view text, std::size_t size) noexcept {
  return text.size() == size && digits(text);
}

// White space as XML counts it.
[[nodiscard]] constexpr bool is_white(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
// Where the first character stands that is none, or the size.
[[nodiscard]] constexpr std::size_t white_before(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_white) - text.begin());
}
[[nodiscard]] constexpr bool white(std::string_view text) noexcept {
  return white_before(text) == text.size();
}
// None at the ends.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) noexcept {
  text.remove_prefix(white_before(text));
  while (!text.empty() && is_white(text.back())) text.remove_suffix(1);
  return text;
}
// None at the ends, and runs of it become one space.
[[nodiscard]] std::string collapsed(std::string_view text);

// "20250610" or "20250610120000+0900" → "2025-06-10"; empty when that is no day of the calendar.
[[nodiscard]] std::string date_of(std::string_view value);

// A hash as letters: digits in a row could look like a number of a person.
[[nodiscard]] std::string letters_of(std::span<const std::uint8_t> hash);

}  // namespace kenkod::parse
