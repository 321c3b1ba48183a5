// What a document of medicines says of itself, drawn from its records.
#pragma once

#include "common/record.hpp"

namespace kenkod::parse {

// Date: that of the newest record (the first of its month when no day is known), else the date of the file;
// throws Refused(no_date) when there is neither. Facility: the one of all records, empty when there are
// several. Warns when nothing says whose the medicines are.
void complete_facts(ParsedDocument& parsed);

}  // namespace kenkod::parse
