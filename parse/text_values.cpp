#include "parse/text_values.hpp"

#include "common/validate.hpp"

namespace kenkod::parse {

std::string collapsed(std::string_view text) {
  if (std::ranges::none_of(text, is_white)) return std::string(text);
  std::string out;
  for (const char c : text) {
    if (!is_white(c)) {
      out.push_back(c);
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string date_of(std::string_view value) {
  const std::size_t begin = value.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  value.remove_prefix(begin);
  if (value.size() > 8 && value.find_first_not_of("0123456789+-. ", 8) != std::string_view::npos) return {};
  if (!digits(value.substr(0, 8), 8)) return {};
  std::string date(value.substr(0, 4));
  date.append("-").append(value.substr(4, 2)).append("-").append(value.substr(6, 2));
  return calendar_date(date) ? date : std::string{};
}

std::string letters_of(std::span<const std::uint8_t> hash) {
  std::string letters;
  letters.reserve(hash.size() * 2);
  for (const std::uint8_t byte : hash) {
    letters.push_back(static_cast<char>('a' + (byte >> 4)));
    letters.push_back(static_cast<char>('a' + (byte & 15)));
  }
  return letters;
}

}  // namespace kenkod::parse
