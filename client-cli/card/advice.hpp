// One thing to know or to do, under what it belongs to.
#pragma once

#include <string>
#include <string_view>

#include "client-cli/show/style.hpp"

namespace kenkod::cli {

inline constexpr std::string_view kGood = "32", kCare = "33", kBad = "1;31";

// "  → …", wrapped to the width of `style`, ended by LF.
[[nodiscard]] std::string advice(std::string_view sentence, const Style& style);

}  // namespace kenkod::cli
