// Split sets of JAHIS (record 911): the lines of all parts in their order.
#pragma once

#include <functional>
#include <string_view>

#include "parse/jahis_line.hpp"

namespace kenkod::parse {

// Gives out the lines of each document in the file in the order they are to be read, and its end. A file
// without record 911 is one document; parts with the same data id are one document, put in order, each once.
// Throws Refused(split_set) when a part is missing, totals differ, a part stands there twice with other
// lines, or lines belong to no part.
void read_jahis_documents(std::string_view utf8, const std::function<void(const JahisText&)>& line,
                          const std::function<void()>& end);

}  // namespace kenkod::parse
