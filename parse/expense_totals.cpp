#include "parse/expense_totals.hpp"

#include <algorithm>
#include <array>

namespace kenkod::parse {
namespace {

using Member = Amount ExpenseItem::*;
constexpr std::array<Member, 4> kAmounts{&ExpenseItem::total, &ExpenseItem::insurer,
                                         &ExpenseItem::other_public, &ExpenseItem::own};

// Nothing when one of the lines is unknown.
std::optional<std::int64_t> sum(const std::vector<ExpenseItem>& lines, Member member) {
  std::int64_t all = 0;
  for (const ExpenseItem& line : lines) {
    const std::optional<std::int64_t> one = yen_of(line.*member);
    if (!one) return std::nullopt;
    all += *one;
  }
  return all;
}

std::optional<MonthRange> months_of(const std::vector<ExpenseItem>& lines) {
  MonthRange found;
  for (const ExpenseItem& line : lines) {
    if (line.month.empty()) return std::nullopt;
    if (found.first.empty() || line.month < found.first) found.first = line.month;
    found.last = std::max(found.last, line.month);
  }
  return found;
}

}  // namespace

void ExpenseTotals::period(std::string_view text) {
  if (totals_.empty() || totals_.back().period_given) open();
  totals_.back().period = portal_range(text);
  totals_.back().period_given = true;
}

void ExpenseTotals::set(ExpenseField field, std::string_view text) {
  if (totals_.empty()) return;
  ExpenseItem& amounts = totals_.back().amounts;
  Amount yen = portal_yen(text).amount;
  switch (field) {
    case ExpenseField::total:
      amounts.total = std::move(yen);
      break;
    case ExpenseField::insurer:
      amounts.insurer = std::move(yen);
      break;
    case ExpenseField::other_public:
      amounts.other_public = std::move(yen);
      break;
    case ExpenseField::own:
      amounts.own = std::move(yen);
      break;
    default:
      break;
  }
}

bool ExpenseTotals::differ(const std::vector<ExpenseItem>& lines,
                           const std::optional<MonthRange>& range) const {
  const std::optional<MonthRange> months = months_of(lines);
  if (!months) return false;
  // Lines outside of what the notice says of itself: nothing can be compared.
  if (range && (months->first < range->first || months->last > range->last)) return false;
  const MonthRange covered = range.value_or(*months);
  std::array<std::optional<std::int64_t>, kAmounts.size()> sums;
  std::transform(kAmounts.begin(), kAmounts.end(), sums.begin(), [&](Member m) { return sum(lines, m); });
  for (const Total& total : totals_) {
    if (!total.period || *total.period != covered) continue;
    for (std::size_t i = 0; i < kAmounts.size(); ++i) {
      const std::optional<std::int64_t> stated = yen_of(total.amounts.*kAmounts.at(i));
      if (stated && sums.at(i) && *stated != *sums.at(i)) return true;
    }
  }
  return false;
}

}  // namespace kenkod::parse
