// 特定健診情報 (CDA, hc08): bytes → records. Pure: reads nothing but its arguments.
#pragma once

#include <string_view>

#include "common/record.hpp"

namespace kenkod::parse {

// The document must have been recognised as a CDA; throws Refused. What the items mean is not known yet
// (checkup_meaning.hpp).
[[nodiscard]] ParsedDocument parse_cda(std::string_view utf8);

}  // namespace kenkod::parse
