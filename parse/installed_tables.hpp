// Everything a parser knows beforehand: read from the installed data folder before the sandbox closes.
#pragma once

#include <filesystem>

#include "parse/expense_layouts.hpp"
#include "parse/item_tables.hpp"
#include "parse/reference_ranges.hpp"

namespace kenkod::parse {

struct InstalledTables {
  // `site`: descriptions of layouts that this machine's administrator added; they count before those of
  // `directory`. Throws std::runtime_error when a table is missing or not in its form; a description that is
  // not is left out.
  [[nodiscard]] static InstalledTables load(const std::filesystem::path& directory,
                                            const std::filesystem::path& site = {});

  ItemTables items;  // 特定健診
  ReferenceRanges ranges;
  ExpenseLayouts expense_layouts;
};

}  // namespace kenkod::parse
