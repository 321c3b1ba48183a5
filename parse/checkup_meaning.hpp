// What an observation means by the item tables, and whether it contradicts its own code. What contradicts
// itself is kept as received, without our name and never charted.
#pragma once

#include "common/record.hpp"
#include "parse/item_tables.hpp"
#include "parse/names.hpp"
#include "parse/units.hpp"

namespace kenkod::parse {

class CheckupMeaning {
 public:
  // `facts`: the examination date decides between the value lists of two editions.
  CheckupMeaning(const ItemTables& tables, const DocumentFacts& facts);
  void complete(CheckupItem& item);

 private:
  void unknown_item(CheckupItem& item);
  [[nodiscard]] std::string_view day_of(const CheckupItem& item) const noexcept;
  [[nodiscard]] bool type_fits(const CheckupItem& item, const Item& row) const;
  void quantity(CheckupItem& item, const Item& row);
  void coded(CheckupItem& item, const Item& row);
  void text(CheckupItem& item, const Item& row);

  const ItemTables& tables_;
  NameCheck names_;
  UnitCheck units_;
  const std::string date_;  // of the document
  bool date_known_ = false;
};

}  // namespace kenkod::parse
