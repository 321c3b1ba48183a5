// Any file: bytes → records. Decodes, recognises, hands the text to the parser of its layout.
#pragma once

#include <cstdint>
#include <span>

#include "common/record.hpp"
#include "parse/encoding.hpp"
#include "parse/installed_tables.hpp"

namespace kenkod::parse {

// Throws Refused for what is not read.
[[nodiscard]] ParsedDocument parse_document(std::span<const std::uint8_t> bytes,
                                            const InstalledTables& tables, const Cp932& cp932);

}  // namespace kenkod::parse
