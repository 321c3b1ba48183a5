// Columns on a terminal: East Asian characters take two.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kenkod::cli {

// Columns that `utf8` takes; bytes that are no UTF-8 count one each.
[[nodiscard]] std::size_t columns(std::string_view utf8);
// `utf8` with spaces up to `width` columns (never cut).
[[nodiscard]] std::string pad_right(std::string_view utf8, std::size_t width);
[[nodiscard]] std::string pad_left(std::string_view utf8, std::size_t width);
// `utf8` cut to `width` columns, the last one an … when something is missing.
[[nodiscard]] std::string shortened(std::string_view utf8, std::size_t width);
// Lines of at most `width` columns (at least 8; 0 = one line), broken at spaces, else between characters.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view utf8, std::size_t width);
// Text of others made harmless for a terminal: control, line and direction characters become U+FFFD.
[[nodiscard]] std::string printable(std::string_view utf8);

}  // namespace kenkod::cli
