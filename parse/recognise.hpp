// Tells by its content what a file is, never by its name (docs: the list of layouts).
#pragma once

#include <string_view>

#include "parse/layouts.hpp"

namespace kenkod::parse {

// `text`: the document as UTF-8, or the raw bytes of what is not text. Throws Refused(unknown_file,
// wrong_root, …); every layout it returns is a known one. A CDA is told apart further by its report category
// while it is read.
[[nodiscard]] Layout recognise(std::string_view text);

}  // namespace kenkod::parse
