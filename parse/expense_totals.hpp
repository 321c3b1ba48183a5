// The totals a notice states beside its lines (医療費の合計, 年間の合計).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "common/record.hpp"
#include "parse/expense_document.hpp"

namespace kenkod::parse {

class ExpenseTotals {
 public:
  // A total that is stated twice begins another one (年間の合計 of several years).
  void open() { totals_.emplace_back(); }
  void period(std::string_view text);
  void set(ExpenseField field, std::string_view text);

  // A total over exactly the months that the lines cover is not what they add up to. `range`: what the notice
  // says of its lines; the months of the lines themselves otherwise.
  [[nodiscard]] bool differ(const std::vector<ExpenseItem>& lines,
                            const std::optional<MonthRange>& range) const;

 private:
  struct Total {
    std::optional<MonthRange> period;
    bool period_given = false;
    ExpenseItem amounts;
  };
  std::vector<Total> totals_;
};

}  // namespace kenkod::parse
