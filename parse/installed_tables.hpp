// Everything a parser knows beforehand: read from the installed data folder before the sandbox closes.
#pragma once

#include <filesystem>

#include "parse/item_tables.hpp"

namespace kenkod::parse {

struct InstalledTables {
  // Throws std::runtime_error when a table is missing or not in its form.
  [[nodiscard]] static InstalledTables load(const std::filesystem::path& directory);

  ItemTables items;  // 特定健診
};

}  // namespace kenkod::parse
