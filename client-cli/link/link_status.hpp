// The link with the portal as "status" tells it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "client-cli/bus/dict.hpp"

namespace kenkod::cli {

struct StatusLine {
  std::string label, value;
};

// Of GetStatus(); `now` in Unix seconds decides about warnings: 14 and 3 days before a term link ends.
[[nodiscard]] std::vector<StatusLine> link_status(const Dict& status, std::int64_t now);

}  // namespace kenkod::cli
