// The installed item tables of 特定健診 (data/): what a code means, in which unit and form, and what its
// values mean.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace kenkod::parse {

// 採血時間(食後): the time since the last meal.
inline constexpr std::string_view kBloodDrawn = "9N141000000000011";

// One row of items.tsv. Views into the loaded table.
struct Item {
  std::string_view code, name, identity_name, name_en, category, type, unit, display_unit, format, min, max,
      max_bytes, list, list_before_2024, series, superseded_by;
  [[nodiscard]] std::string_view analyte() const noexcept { return code.substr(0, 5); }
};

class ItemTables {
 public:
  // Throws std::runtime_error when a table is missing or not in its form.
  [[nodiscard]] static ItemTables load(const std::filesystem::path& directory);

  [[nodiscard]] const Item* find(std::string_view code) const noexcept;
  [[nodiscard]] const std::vector<Item>& items() const noexcept { return items_; }
  // Rows whose code begins with these five characters.
  [[nodiscard]] std::vector<const Item*> of_analyte(std::string_view analyte) const;
  [[nodiscard]] bool knows_list(std::string_view oid) const noexcept { return lists_.contains(oid); }
  // Empty when the list or the code is unknown.
  [[nodiscard]] std::string_view meaning(std::string_view oid, std::string_view code) const;
  // Usual short names of an analyte.
  [[nodiscard]] std::vector<std::string_view> aliases(std::string_view analyte) const;

 private:
  std::vector<std::unique_ptr<std::string>> texts_;
  std::vector<Item> items_;
  std::unordered_map<std::string_view, std::size_t> by_code_;
  std::unordered_set<std::string_view> lists_;
  std::unordered_map<std::string, std::string_view> meanings_;  // "oid code"
  std::unordered_multimap<std::string_view, std::string_view> aliases_;
};

}  // namespace kenkod::parse
