#include "vault/block_table.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <span>

#include "vault/record_codec.hpp"

namespace kenkod::vault {
namespace {

std::string_view date_of(const CheckupItem& item, const DocumentFacts& facts) {
  return item.date.empty() ? facts.date : item.date;
}
std::string_view date_of(const MedicationItem& item, const DocumentFacts& /*facts*/) { return item.date; }
std::string_view date_of(const ExpenseItem& item, const DocumentFacts& /*facts*/) { return item.month; }

// Newest first, those of one date as they came: addresses in a vector are in its order.
template <class Item>
std::vector<const Item*> in_order(const std::vector<Item>& items, const DocumentFacts& facts) {
  std::vector<const Item*> order;
  order.reserve(items.size());
  for (const auto& item : items) order.push_back(&item);
  const auto before = [&](const Item* a, const Item* b) {
    const auto date_a = date_of(*a, facts);
    const auto date_b = date_of(*b, facts);
    return date_a != date_b ? date_a > date_b : a < b;
  };
  if (!std::ranges::is_sorted(order, before)) std::ranges::sort(order, before);
  return order;
}

template <class Item>
void insert_blocks(Database& database, std::int64_t document, const DocumentFacts& facts,
                   const std::vector<const Item*>& items, std::int64_t block_items) {
  if (static_cast<std::int64_t>(items.size()) > kMostItems)
    throw Error(ErrorCode::LimitExceeded, "The document has too many records.");
  Statement insert(database,
                   "INSERT INTO record_blocks(id, kind, number, date, items) VALUES(?, ?, ?, ?, ?)");
  insert.bind(2, static_cast<std::int64_t>(facts.kind)).bind(3, document);
  ByteWriter block;
  std::int64_t id = document << kPositionBits;
  std::int64_t packed = 0;
  for (std::size_t at = 0; at < items.size(); ++at) {
    const auto date = date_of(*items[at], facts);
    encode(block, *items[at]);
    ++packed;
    if (packed < block_items && at + 1 < items.size() && date_of(*items[at + 1], facts) == date) continue;
    insert.bind(1, id).bind(4, date).bind(5, block.bytes()).run();
    id += packed;
    packed = 0;
    block.clear();
  }
}

void insert_codes(Database& database, std::int64_t document, const DocumentFacts& facts,
                  const std::vector<CheckupItem>& items) {
  std::set<std::pair<std::string_view, std::string_view>> codes;
  for (const auto& item : items) codes.emplace(item.code, date_of(item, facts));
  Statement list(database, "INSERT INTO document_codes(code, kind, date, number) VALUES(?, ?, ?, ?)");
  for (const auto& [code, date] : codes)
    list.bind(1, code).bind(2, static_cast<std::int64_t>(facts.kind)).bind(3, date).bind(4, document).run();
}

constexpr std::int64_t kWholeDate = std::numeric_limits<std::int64_t>::max();

}  // namespace

void insert_records(Database& database, std::int64_t document, const ParsedDocument& parsed) {
  const auto& facts = parsed.facts;
  switch (facts.kind) {
    case Kind::checkup:
      insert_blocks(database, document, facts, in_order(parsed.checkup, facts), kBlockItems);
      insert_codes(database, document, facts, parsed.checkup);
      break;
    case Kind::medication:
      insert_blocks(database, document, facts, in_order(parsed.medication, facts), kWholeDate);
      break;
    case Kind::expense:
      insert_blocks(database, document, facts, in_order(parsed.expense, facts), kWholeDate);
      break;
  }
}

}  // namespace kenkod::vault
