// 特定健診 results in the layout of オンライン資格確認: bytes → records. Pure: reads nothing but its
// arguments.
#pragma once

#include <string_view>

#include "common/record.hpp"
#include "parse/item_tables.hpp"

namespace kenkod::parse {

// One document may hold the examinations of several years: an item that is not of the newest one has its own
// date. What the items mean is not known yet (checkup_meaning.hpp). Throws Refused.
[[nodiscard]] ParsedDocument parse_online_checkup(std::string_view utf8, const ItemTables& tables);

}  // namespace kenkod::parse
