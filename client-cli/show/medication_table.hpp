// おくすり履歴 for people: one block per day, facility and source.
#pragma once

#include <string>
#include <vector>

#include "client-cli/show/row.hpp"
#include "client-cli/show/style.hpp"

namespace kenkod::cli {

// `rows` in the order of Query().
[[nodiscard]] std::string medication_table(const std::vector<Row>& rows, const Style& style);

// "調剤(レセプト)", …: how a medicine is known.
[[nodiscard]] std::string source_words(const std::string& source);

}  // namespace kenkod::cli
