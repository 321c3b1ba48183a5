// Split sets of JAHIS (record 911): the lines of all parts in their order.
#pragma once

#include <vector>

#include "parse/jahis_line.hpp"

namespace kenkod::parse {

// The lines of each document in the file, in the order they are to be read. A file without record 911 is one
// document; parts with the same data id are one document, put in order, each once. Throws
// Refused(split_set) when a part is missing, totals differ, a part stands there twice with other lines, or
// lines belong to no part.
[[nodiscard]] std::vector<std::vector<JahisText>> jahis_documents(std::vector<JahisText> lines);

}  // namespace kenkod::parse
