// Where a record comes from.
#pragma once

#include <string>

#include "client-cli/show/row.hpp"

namespace kenkod::cli {

// "imported", "imported; the file says: from マイナポータル".
[[nodiscard]] std::string origin_words(const Row& row);

}  // namespace kenkod::cli
