// What the reader's side can show.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace kenkod::cli {

struct Style {
  bool colour = false;    // escape sequences are welcome (a terminal, NO_COLOR unset)
  std::size_t width = 0;  // columns; 0 = as wide as needed
  bool ascii = false;     // no other signs: the locale is not UTF-8

  [[nodiscard]] std::string paint(std::string_view code, std::string_view words) const {
    if (!colour || code.empty()) return std::string(words);
    return fmt::format("\033[{}m{}\033[0m", code, words);
  }
};

}  // namespace kenkod::cli
