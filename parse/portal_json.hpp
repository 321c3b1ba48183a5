// JSON of マイナポータル (わたしの情報): its inner layout is published nowhere, so it is kept byte for byte
// like XML in an unknown layout (portal_xml.hpp).
#pragma once

#include <string_view>

#include "common/record.hpp"

namespace kenkod::parse {

// A document without records. Throws Refused for JSON that is not well-formed or breaks a limit, and
// not_supported when its names tell no kind, or several.
[[nodiscard]] ParsedDocument keep_portal_json(std::string_view source);

}  // namespace kenkod::parse
