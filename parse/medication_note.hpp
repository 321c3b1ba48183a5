// Notes of a medicine: supplements, cautions, instructions.
#pragma once

#include <string>

#include "common/record.hpp"

namespace kenkod::parse {

// Nothing for an empty note or one that is there; what no record can hold is left out with part_not_read.
void add_note(MedicationItem& item, std::string note);

}  // namespace kenkod::parse
