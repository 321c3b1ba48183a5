#include "parse/installed_tables.hpp"

namespace kenkod::parse {

InstalledTables InstalledTables::load(const std::filesystem::path& directory,
                                      const std::filesystem::path& site) {
  return {.items = ItemTables::load(directory),
          .ranges = ReferenceRanges::load(directory),
          .expense_layouts = ExpenseLayouts::load({site, directory / "expense-layouts"})};
}

}  // namespace kenkod::parse
