// The records that may share a chart, and which of them a person means.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "client-cli/show/row.hpp"
#include "client-cli/trend/item_names.hpp"

namespace kenkod::cli {

struct Series {
  std::string key;                     // as in Query(): records without one are never charted
  std::string name, english;           // of the newest record
  std::set<std::string> codes, names;  // of all its records; names in Japanese and English
  std::vector<Row> numbers;            // oldest first; what has no number is left out
};

// `rows` in the order of Query(): newest first.
[[nodiscard]] std::vector<Series> all_series(const std::vector<Row>& rows, const ItemNames& names);

// Those that `item` can mean: the one whose code or key it is; else those of exactly this name; else those
// whose name has it in it. Width, case and kana form do not matter.
[[nodiscard]] std::vector<const Series*> meant(const std::vector<Series>& all, std::string_view item);

}  // namespace kenkod::cli
