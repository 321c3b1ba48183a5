#include "parse/installed_tables.hpp"

namespace kenkod::parse {

InstalledTables InstalledTables::load(const std::filesystem::path& directory) {
  return {.items = ItemTables::load(directory)};
}

}  // namespace kenkod::parse
