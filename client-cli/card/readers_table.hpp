// The card readers of this machine and what their states mean.
#pragma once

#include <string>
#include <vector>

#include "client-cli/bus/dict.hpp"
#include "client-cli/show/style.hpp"

namespace kenkod::cli {

struct Reader {
  std::string name, state;  // as org.kenkod1.Manager.ListReaders() tells them
};

[[nodiscard]] std::vector<Reader> readers_of(const std::vector<Dict>& rows);

// A line for each reader with what to do below; what to do when there is none.
[[nodiscard]] std::string readers_table(const std::vector<Reader>& readers, const Style& style);

}  // namespace kenkod::cli
