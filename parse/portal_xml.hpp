// XML of マイナポータル in a layout that nobody has described: kept byte for byte, nothing is read from it
// but which kind of records its names announce.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "common/record.hpp"
#include "parse/layouts.hpp"

namespace kenkod::parse {

// A document without records, with Warning::layout_not_known. Throws Refused for XML that is not well-formed
// or breaks a limit, and not_supported when its names tell no kind, or several. Nothing when neither the root
// nor the levels below it have Japanese names of the portal.
[[nodiscard]] std::optional<ParsedDocument> keep_portal_xml(std::string_view utf8);

// What JSON and XML share. `names`: of the first levels.
[[nodiscard]] bool is_portal_name(std::string_view name);
[[nodiscard]] ParsedDocument kept_raw(std::string_view utf8, const std::vector<std::string_view>& names,
                                      Layout layout);

}  // namespace kenkod::parse
