// A file layout (`layout` on the bus) in the person's words.
#pragma once

#include <string>
#include <string_view>

namespace kenkod::cli {

[[nodiscard]] std::string layout_words(std::string_view name);

}  // namespace kenkod::cli
