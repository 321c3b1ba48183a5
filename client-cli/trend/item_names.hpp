// English names of check-up items, from the installed item table: people may ask for an item by them.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace kenkod::cli {

class ItemNames {
 public:
  // A table that is missing or not in its form gives no names.
  [[nodiscard]] static ItemNames load(const std::filesystem::path& table);
  // Empty when unknown.
  [[nodiscard]] std::string english(std::string_view code) const;

 private:
  std::map<std::string, std::string, std::less<>> by_code_;
};

}  // namespace kenkod::cli
