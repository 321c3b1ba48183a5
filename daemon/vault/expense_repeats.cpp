#include "vault/expense_repeats.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "common/name_folding.hpp"
#include "vault/bytes.hpp"

namespace kenkod::vault {
namespace {

// What is treated, without the money.
std::string treatment(const ExpenseItem& item) {
  ByteWriter out;
  for (const auto* text : {&item.person, &item.category, &item.facility, &item.days})
    out.text(fold_name(*text));
  return {out.bytes().begin(), out.bytes().end()};
}

// Known amounts are the same however they were written.
std::string money(const ExpenseItem& item) {
  ByteWriter out;
  for (const auto* amount : {&item.total, &item.insurer, &item.other_public, &item.own}) {
    out.u8(amount->yen.empty() ? 0 : 1);
    out.text(amount->yen.empty() ? fold_name(amount->text) : amount->yen);
  }
  return {out.bytes().begin(), out.bytes().end()};
}

}  // namespace

void mark_repeats(Entries<ExpenseItem>& entries, std::string_view month) {
  std::ranges::sort(entries, shown_before<ExpenseItem>);
  std::vector<RepeatKey> keys;
  std::vector<std::string> treatments;
  keys.reserve(entries.size());
  treatments.reserve(entries.size());
  for (const auto& entry : entries) {
    treatments.push_back(treatment(entry.item));
    keys.push_back({treatments.back() + money(entry.item), entry.age->number});
  }
  const auto repeated = repeats(keys);
  for (std::size_t i = 0; i < entries.size(); ++i) entries[i].hidden = repeated[i];
  if (month.empty()) return;

  struct Lines {
    std::set<std::string_view> newer, in_document;
    std::int64_t document = 0;
  };
  std::map<std::string_view, Lines> all;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto& lines = all[treatments[i]];
    if (lines.document != keys[i].document) {
      lines.newer.merge(lines.in_document);
      lines.in_document.clear();
      lines.document = keys[i].document;
    }
    lines.in_document.insert(keys[i].text);
    const bool others = lines.newer.size() > (lines.newer.contains(keys[i].text) ? 1U : 0U);
    entries[i].overtaken = others && !entries[i].hidden;
  }
}

}  // namespace kenkod::vault
