// Check-up results for people: one block per document, items aligned, what contradicts its code kept apart.
#pragma once

#include <string>
#include <vector>

#include "client-cli/show/row.hpp"

namespace kenkod::cli {

// `rows` in the order of Query(). `colour`: escape sequences are welcome (a terminal, NO_COLOR unset).
[[nodiscard]] std::string checkup_table(const std::vector<Row>& rows, bool colour);

}  // namespace kenkod::cli
