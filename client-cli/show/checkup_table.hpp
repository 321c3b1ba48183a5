// Check-up results for people: one block per document, items aligned, what contradicts its code kept apart.
#pragma once

#include <string>
#include <vector>

#include "client-cli/show/row.hpp"
#include "client-cli/show/style.hpp"

namespace kenkod::cli {

// `rows` in the order of Query().
[[nodiscard]] std::string checkup_table(const std::vector<Row>& rows, const Style& style);

}  // namespace kenkod::cli
