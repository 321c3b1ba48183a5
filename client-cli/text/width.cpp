#include "client-cli/text/width.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <utility>

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

std::string shortened(std::string_view utf8, std::size_t width) {
  if (columns(utf8) <= width) return std::string(utf8);
  std::string kept;
  std::size_t used = 1;  // the …
  bool full = width == 0;
  for_each_character(utf8, [&](utf8proc_int32_t, std::string_view bytes) {
    used += columns(bytes);
    full = full || used > width;
    if (!full) kept.append(bytes);
  });
  return width == 0 ? kept : kept.append("…");
}

std::vector<std::string> wrapped(std::string_view utf8, std::size_t width) {
  if (width == 0) return {std::string(utf8)};
  width = std::max<std::size_t>(width, 8);
  std::vector<std::string> lines(1);
  std::size_t used = 0;
  for_each_character(utf8, [&](utf8proc_int32_t point, std::string_view bytes) {
    const std::size_t more = columns(bytes);
    if (used + more > width) {
      std::string rest;
      const std::size_t space = lines.back().rfind(' ');
      if (point != ' ' && space != std::string::npos && space > 0) {
        rest = lines.back().substr(space + 1);
        lines.back().resize(space);
      }
      used = columns(rest);
      lines.push_back(std::move(rest));
    }
    if (point == ' ' && used == 0) return;
    lines.back().append(bytes);
    used += more;
  });
  return lines;
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
