#include "parse/item_tables.hpp"

#include "parse/tsv.hpp"

namespace kenkod::parse {

ItemTables ItemTables::load(const std::filesystem::path& directory) {
  ItemTables tables;
  const auto text = [&](const char* name) -> std::string_view {
    return *tables.texts_.emplace_back(read_table(directory / name));
  };
  for_each_row<16>(text("items.tsv"), [&](const TsvRow<16>& r) {
    tables.by_code_.emplace(r[0], tables.items_.size());
    tables.items_.push_back({r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9], r[10], r[11], r[12],
                             r[13], r[14], r[15]});
  });
  for (const char* name : {"codelists.tsv", "codelists-echeckup.tsv"})
    for_each_row<4>(text(name), [&](const TsvRow<4>& r) {
      tables.lists_.insert(r[0]);
      tables.meanings_.emplace(std::string(r[0]).append(" ").append(r[1]), r[2]);
    });
  for_each_row<2>(text("aliases.tsv"), [&](const TsvRow<2>& r) { tables.aliases_.emplace(r[0], r[1]); });
  return tables;
}

const Item* ItemTables::find(std::string_view code) const noexcept {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? nullptr : &items_[found->second];
}

std::vector<const Item*> ItemTables::of_analyte(std::string_view analyte) const {
  std::vector<const Item*> found;
  for (const Item& item : items_)
    if (item.analyte() == analyte) found.push_back(&item);
  return found;
}

std::string_view ItemTables::meaning(std::string_view oid, std::string_view code) const {
  const auto found = meanings_.find(std::string(oid).append(" ").append(code));
  return found == meanings_.end() ? std::string_view{} : found->second;
}

std::vector<std::string_view> ItemTables::aliases(std::string_view analyte) const {
  std::vector<std::string_view> found;
  const auto [first, last] = aliases_.equal_range(analyte);
  for (auto at = first; at != last; ++at) found.push_back(at->second);
  return found;
}

}  // namespace kenkod::parse
