// 医療費のお知らせ for people: by month, newest first, with sums of each month and year.
#pragma once

#include <string>
#include <vector>

#include "client-cli/show/row.hpp"
#include "client-cli/show/style.hpp"

namespace kenkod::cli {

// `rows` in the order of Query(). Rows that a newer document has with other amounts are shown, marked and
// left out of the sums. What does not fit the width is written below each other.
[[nodiscard]] std::string expense_table(const std::vector<Row>& rows, const Style& style);

}  // namespace kenkod::cli
