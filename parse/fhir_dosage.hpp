// dosageInstruction of FHIR → usage, form and notes of a medicine.
#pragma once

#include <string>

#include "common/record.hpp"
#include "parse/json_tree.hpp"

namespace kenkod::parse {

// `instructions`: one or several; the first gives usage and form, what the others say becomes notes.
void read_dosage(Json instructions, MedicationItem& item);

}  // namespace kenkod::parse
