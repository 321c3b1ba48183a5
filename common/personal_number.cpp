#include "common/personal_number.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace kenkod {
namespace {

constexpr std::size_t kDigits = 12;

enum class Sign : std::uint8_t { digit, space, hyphen, other };

struct Step {
  Sign sign = Sign::other;
  std::uint8_t digit = 0;
  std::size_t bytes = 1;
};

Sign three_byte_separator(std::string_view s) noexcept {
  if (s == "\xE3\x80\x80") return Sign::space;  // U+3000
  // ‐ ‑ ‒ – — ― − － ー ｰ ﹣: all written between groups of digits.
  constexpr std::array<std::string_view, 11> kHyphens{
      "\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x80\x92", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x80\x95",
      "\xE2\x88\x92", "\xEF\xBC\x8D", "\xE3\x83\xBC", "\xEF\xBD\xB0", "\xEF\xB9\xA3"};
  return std::find(kHyphens.begin(), kHyphens.end(), s) != kHyphens.end() ? Sign::hyphen : Sign::other;
}

Step step(std::string_view text, std::size_t at) noexcept {
  const auto c = static_cast<unsigned char>(text[at]);
  if (c >= '0' && c <= '9') return {Sign::digit, static_cast<std::uint8_t>(c - '0'), 1};
  if (c == ' ' || c == '\t' || c == '\n' || c == '\r') return {Sign::space, 0, 1};
  if (c == '-') return {Sign::hyphen, 0, 1};
  if (c == 0xC2 && text.substr(at, 2) == "\xC2\xA0") return {Sign::space, 0, 2};
  if (c < 0xE2 || text.size() - at < 3) return {};
  const auto second = static_cast<unsigned char>(text[at + 1]);
  const auto third = static_cast<unsigned char>(text[at + 2]);
  if (c == 0xEF && second == 0xBC && third >= 0x90 && third <= 0x99)  // ０ to ９
    return {Sign::digit, static_cast<std::uint8_t>(third - 0x90), 3};
  return {three_byte_separator(text.substr(at, 3)), 0, 3};
}

// A run of digits with at most one separator between two of them.
struct Run {
  std::array<std::uint8_t, kDigits> digits{};
  std::size_t count = 0;  // may grow beyond the array
  std::array<std::size_t, kDigits> groups{};
  std::size_t group_count = 0;
  bool spaces = false;

  void add(std::uint8_t digit, bool new_group) noexcept {
    if (count < kDigits) {
      digits.at(count) = digit;
      if (new_group || count == 0) ++group_count;
      ++groups.at(group_count - 1);
    }
    ++count;
  }
};

bool valid_check_digit(const Run& run) noexcept {
  unsigned sum = 0;
  for (std::size_t i = 0; i + 1 < kDigits; ++i) {
    const auto n = static_cast<unsigned>(11 - i);  // counted from the right of the first eleven
    sum += run.digits.at(i) * (n <= 6 ? n + 1 : n - 5);
  }
  const unsigned rest = sum % 11;
  return run.digits.back() == (rest <= 1 ? 0 : 11 - rest);
}

// A date followed by four more digits (20250610 0830, 2025-06-10 0830) is a date.
bool starts_with_date(const Run& run) noexcept {
  const bool split_after_eight =
      run.groups[0] == 8 || (run.groups[0] == 4 && run.groups[1] == 2 && run.groups[2] == 2);
  if (!split_after_eight || run.group_count < 2) return false;
  const auto two = [&](std::size_t i) { return run.digits.at(i) * 10U + run.digits.at(i + 1); };
  const unsigned century = two(0), month = two(4), day = two(6);
  return (century == 19 || century == 20) && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

// Separate numbers in a row of text ("128 78 62 1024") are not one number: with spaces, the groups must be
// alike.
bool plausible_groups(const Run& run) noexcept {
  if (!run.spaces || run.group_count <= 2) return true;
  const auto end = run.groups.begin() + static_cast<std::ptrdiff_t>(run.group_count);
  return std::all_of(run.groups.begin(), end, [&](std::size_t size) { return size == run.groups[0]; });
}

bool is_personal_number(const Run& run) noexcept {
  return run.count == kDigits && valid_check_digit(run) && plausible_groups(run) && !starts_with_date(run);
}

// Which separators join groups into one run: each reading of the text is tried, so that a number beside
// another one
// ("2 1234-5678-9018") is still seen.
enum class Joined : std::uint8_t { nothing, hyphens, all };

bool joins(Sign sign, Joined joined) noexcept {
  return (sign == Sign::hyphen && joined != Joined::nothing) ||
         (sign == Sign::space && joined == Joined::all);
}

bool found(std::string_view text, Joined joined) noexcept {
  Run run;
  bool separated = false;
  for (std::size_t at = 0; at < text.size();) {
    const Step next = step(text, at);
    at += next.bytes;
    if (next.sign == Sign::digit) {
      run.add(next.digit, separated);
      separated = false;
    } else if (run.count != 0 && joins(next.sign, joined) && !separated) {
      separated = true;
      if (next.sign == Sign::space && run.count < kDigits) run.spaces = true;
    } else if (run.count != 0) {
      if (is_personal_number(run)) return true;
      run = Run{};
      separated = false;
    }
  }
  return is_personal_number(run);
}

struct Glance {
  std::size_t digits = 0;
  bool ascii_words = true;  // no separator, nothing beyond ASCII: a code or an identifier
  bool twelve = false;      // a run of twelve ASCII digits, neither more nor less
};

Glance glance(std::string_view text) noexcept {
  Glance seen;
  std::size_t run = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= '0' && byte <= '9') {
      ++seen.digits;
      ++run;
      continue;
    }
    seen.twelve = seen.twelve || run == kDigits;
    run = 0;
    if (byte == 0xBC) ++seen.digits;  // second byte of ０ to ９
    seen.ascii_words = seen.ascii_words && byte > ' ' && byte != '-' && byte < 0x80;
  }
  seen.twelve = seen.twelve || run == kDigits;
  return seen;
}

}  // namespace

bool contains_personal_number(std::string_view text) noexcept {
  if (text.size() < kDigits) return false;
  const Glance seen = glance(text);
  if (seen.digits < kDigits) return false;
  if (seen.ascii_words && !seen.twelve) return false;  // as codes of items are
  if (found(text, Joined::nothing)) return true;
  return !seen.ascii_words && (found(text, Joined::hyphens) || found(text, Joined::all));
}

}  // namespace kenkod
