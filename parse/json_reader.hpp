// JSON text → tree. Refuses, with line and column, what no record may hold: see json_reader.cpp.
#pragma once

#include <string_view>

#include "parse/json_tree.hpp"

namespace kenkod::parse {

inline constexpr std::size_t kMaxJsonDepth = 100;
inline constexpr std::size_t kMaxJsonNodes = 1'000'000;

// `source` must outlive the tree. Throws Refused: bad_json, duplicate_key, encoding, forbidden_character,
// too_deep, too_many_elements, text_too_long, personal_number.
[[nodiscard]] JsonTree read_json(std::string_view source);

}  // namespace kenkod::parse
