// Compares Japanese names and units without regard to width and case.
#pragma once

#include <string>
#include <string_view>

namespace kenkod::parse {

// NFKC and case folded; the input unchanged when it is not UTF-8.
[[nodiscard]] std::string fold(std::string_view text);

}  // namespace kenkod::parse
