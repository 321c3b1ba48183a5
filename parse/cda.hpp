// 特定健診情報 (CDA, hc08): bytes → records. Pure: reads nothing but its arguments.
#pragma once

#include <cstdint>
#include <span>

#include "common/record.hpp"
#include "parse/encoding.hpp"
#include "parse/item_tables.hpp"

namespace kenkod::parse {

// The document must have been recognised as a CDA; throws Refused.
[[nodiscard]] ParsedDocument parse_cda(std::string_view utf8, const ItemTables& tables);

// Any file: decodes, recognises, parses; throws Refused for what is not read.
[[nodiscard]] ParsedDocument parse_document(std::span<const std::uint8_t> bytes, const ItemTables& tables,
                                            const Cp932& cp932);

// The same with a converter of its own (tests, fuzzing).
[[nodiscard]] ParsedDocument parse_cda(std::span<const std::uint8_t> bytes, const ItemTables& tables);

}  // namespace kenkod::parse
