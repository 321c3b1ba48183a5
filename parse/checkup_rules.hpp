// Rules that the items of one examination have in common. What breaks them is said of the document, never of
// one of its records: each of them may be the one that is right.
#pragma once

#include "common/record.hpp"

namespace kenkod::parse {

// Fasting (空腹時) glucose and triglycerides want ten hours since the last meal in the answer to 採血時間 of
// their day, casual (随時) ones less: fasting_contradicts_code.
void check_rules(ParsedDocument& document);

}  // namespace kenkod::parse
