// The same block twice in one notebook.
#pragma once

#include <vector>

#include "common/record.hpp"
#include "parse/jahis_block.hpp"

namespace kenkod::parse {

// Blocks of one day and facility with the same medicines, told apart by nothing but their notes, are one: the
// first stays and takes the notes it lacks. A block with other medicines or amounts is another block.
void unite_repeats(std::vector<MedicationItem>& items, const std::vector<JahisRange>& ranges);

}  // namespace kenkod::parse
