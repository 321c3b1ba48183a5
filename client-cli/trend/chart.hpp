// A text chart of one series: a line per record, oldest first, with value, marks and a dot on a common scale.
#pragma once

#include <string>

#include "client-cli/show/style.hpp"
#include "client-cli/trend/series.hpp"

namespace kenkod::cli {

// style.width 0 is taken for 80 columns; where there is no room for a scale the lines stand without it.
[[nodiscard]] std::string chart(const Series& series, const Style& style);

}  // namespace kenkod::cli
