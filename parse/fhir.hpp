// FHIR R4 as JSON (formats: 健診結果報告書, 自治体検診, JP-CLINS, JP Core): a Bundle or a single resource.
// Profiles are hints, never gates.
#pragma once

#include <string_view>

#include "common/record.hpp"
#include "parse/item_tables.hpp"

namespace kenkod::parse {

// Throws Refused. `utf8`: without BOM; other bytes than UTF-8 are refused with their place.
[[nodiscard]] ParsedDocument parse_fhir(std::string_view utf8, const ItemTables& tables);

}  // namespace kenkod::parse
