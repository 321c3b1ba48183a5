#include "client-cli/trend/item_names.hpp"

#include <algorithm>
#include <fstream>
#include <vector>

namespace kenkod::cli {
namespace {

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char c : line) {
    if (c == '\t')
      cells.emplace_back();
    else
      cells.back().push_back(c);
  }
  return cells;
}

}  // namespace

ItemNames ItemNames::load(const std::filesystem::path& table) {
  ItemNames names;
  std::ifstream in(table);
  std::string line;
  if (!std::getline(in, line)) return names;
  const auto header = cells_of(line);
  const auto code = static_cast<std::size_t>(std::ranges::find(header, "code") - header.begin());
  const auto english = static_cast<std::size_t>(std::ranges::find(header, "name_en") - header.begin());
  while (std::getline(in, line)) {
    auto cells = cells_of(line);
    if (std::max(code, english) < cells.size())
      names.by_code_.emplace(cells[code], std::move(cells[english]));
  }
  return names;
}

std::string ItemNames::english(std::string_view code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? std::string{} : found->second;
}

}  // namespace kenkod::cli
