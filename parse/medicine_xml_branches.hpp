// The same medicine in several branches of one 薬剤情報 file.
#pragma once

#include <vector>

#include "common/record.hpp"

namespace kenkod::parse {

// Claims later confirm what 電子処方箋 showed: of records with the same day, facility and drug code only
// those of the best branch stay (claim, dispensed, prescribed). Two lines of one branch both stay; nothing is
// added up, and what lacks day, facility or code is never taken for the same.
void keep_best_branch(std::vector<MedicationItem>& items);

}  // namespace kenkod::parse
