#include "client-cli/text/width.hpp"

#include <utf8proc.h>

namespace kenkod::cli {
namespace {

// Calls each(code point or -1, bytes) for every character.
template <typename Each>
void for_each_character(std::string_view text, Each each) {
  while (!text.empty()) {
    utf8proc_int32_t point = -1;
    const auto read = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &point);
    const std::size_t size = read > 0 ? static_cast<std::size_t>(read) : 1;
    each(read > 0 ? point : -1, text.substr(0, size));
    text.remove_prefix(size);
  }
}

bool harmful(utf8proc_int32_t point) {
  if (point < 0) return true;
  switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return true;
    default:
      break;
  }
  return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) || point == 0x200E ||
         point == 0x200F || point == 0x061C;
}

}  // namespace

std::size_t columns(std::string_view utf8) {
  std::size_t width = 0;
  for_each_character(utf8, [&](utf8proc_int32_t point, std::string_view) {
    width += point < 0 ? 1U : static_cast<std::size_t>(utf8proc_charwidth(point));
  });
  return width;
}

std::string pad_right(std::string_view utf8, std::size_t width) {
  const std::size_t used = columns(utf8);
  return std::string(utf8).append(width > used ? width - used : 0, ' ');
}

std::string pad_left(std::string_view utf8, std::size_t width) {
  const std::size_t used = columns(utf8);
  return std::string(width > used ? width - used : 0, ' ').append(utf8);
}

std::string printable(std::string_view utf8) {
  std::string clean;
  clean.reserve(utf8.size());
  for_each_character(utf8, [&](utf8proc_int32_t point, std::string_view bytes) {
    clean.append(harmful(point) ? std::string_view("\xEF\xBF\xBD") : bytes);
  });
  return clean;
}

}  // namespace kenkod::cli
