// Does the display name of a file contradict its item code? Tolerant: writers abbreviate, shorten and word
// questions in their own way; what is flagged is another item's name, or a measurement's name that shares
// nothing with the code.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parse/item_tables.hpp"

namespace kenkod::parse {

class NameCheck {
 public:
  explicit NameCheck(const ItemTables& tables) : tables_(tables) {}

  // Keeps its answers: a document says the same names again and again.
  [[nodiscard]] bool contradicts(const Item& item, std::string_view display_name);
  // The same for a code that is in no table, by the analyte (first five characters) it begins with.
  [[nodiscard]] bool contradicts_analyte(std::string_view code, std::string_view display_name);

 private:
  struct Named {
    std::string name;  // folded
    const Item* item;
  };
  [[nodiscard]] bool decide(const Item& item, const std::string& given);
  template <class Match>
  [[nodiscard]] bool is_another_name(const std::string& given, const Item& item, const Match& match);
  const std::vector<Named>& index();

  const ItemTables& tables_;
  std::vector<Named> index_;  // made at first need
  std::unordered_map<std::string, bool> answers_, analyte_answers_;
};

}  // namespace kenkod::parse
