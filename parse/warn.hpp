// Marks a record or a document with a warning, each once.
#pragma once

#include <algorithm>
#include <vector>

#include "common/record.hpp"

namespace kenkod::parse {

inline void warn(std::vector<Warning>& warnings, Warning warning) {
  if (std::find(warnings.begin(), warnings.end(), warning) == warnings.end()) warnings.push_back(warning);
}

// A CheckupItem, MedicationItem, ExpenseItem or DocumentFacts.
template <class Marked>
  requires requires(Marked& marked) { marked.warnings; }
void warn(Marked& marked, Warning warning) {
  warn(marked.warnings, warning);
}

}  // namespace kenkod::parse
