// 特定健診情報 (CDA, hc08): bytes → records. Pure: reads nothing but its arguments.
#pragma once

#include <string_view>

#include "common/record.hpp"
#include "parse/item_tables.hpp"

namespace kenkod::parse {

// The document must have been recognised as a CDA; throws Refused.
[[nodiscard]] ParsedDocument parse_cda(std::string_view utf8, const ItemTables& tables);

}  // namespace kenkod::parse
