// One dispensing comes in many documents: as a claim, a dispensing and a prescription, and again in each
// later export. Decides what of one day is shown.
#pragma once

#include <string_view>

#include "vault/entry.hpp"

namespace kenkod::vault {

// Sorts the entries of one date (a day, a month, or empty) into the order they are shown in and marks them.
//
// Of one day and one facility:
// - The same medicine as claim, dispensing and prescription is shown once, in this order of preference, of
// the
//   same source from the newer document. The same medicine has the same code or the same name. Lines that
//   stand in one document and source together all stay: the doctor wrote them.
// - A block of the お薬手帳 (JAHIS) with the same medicines as a newer one is that block again. With other
//   medicines it was corrected: both stay, the older one is overtaken.
// Without a day or a facility nothing says that two dispensings are one: only what is the same in every field
// is shown once.
void mark_repeats(Entries<MedicationItem>& entries, std::string_view date);

}  // namespace kenkod::vault
