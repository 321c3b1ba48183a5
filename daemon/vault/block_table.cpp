#include "vault/checkup_table.hpp"

#include <set>

#include "vault/record_codec.hpp"

namespace kenkod::vault {

void insert_items(Database& database, std::int64_t document, const DocumentFacts& facts,
                  const std::vector<CheckupItem>& items) {
  if (static_cast<std::int64_t>(items.size()) > kMostItems)
    throw Error(ErrorCode::LimitExceeded, "The document has too many items.");
  Statement insert(database, "INSERT INTO checkup_blocks(id, items) VALUES(?, ?)");
  std::set<std::string_view> codes;
  ByteWriter block;
  const std::int64_t first = document << kPositionBits;
  const auto count = static_cast<std::int64_t>(items.size());
  for (std::int64_t position = 0; position < count; ++position) {
    const auto& item = items[static_cast<std::size_t>(position)];
    encode(block, item);
    codes.insert(item.code);
    if (position % kBlockItems != kBlockItems - 1 && position + 1 != count) continue;
    insert.bind(1, first + position / kBlockItems * kBlockItems).bind(2, block.bytes()).run();
    block.clear();
  }
  Statement list(database, "INSERT INTO document_codes(code, kind, date, number) VALUES(?, ?, ?, ?)");
  for (const auto code : codes)
    list.bind(1, code)
        .bind(2, static_cast<std::int64_t>(facts.kind))
        .bind(3, facts.date)
        .bind(4, document)
        .run();
}

}  // namespace kenkod::vault
