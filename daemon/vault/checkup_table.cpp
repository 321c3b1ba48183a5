#include "vault/checkup_table.hpp"

#include <set>

#include "vault/record_codec.hpp"

namespace kenkod::vault {

void insert_items(Database& database, std::int64_t document, const DocumentFacts& facts,
                  const std::vector<CheckupItem>& items) {
  if (static_cast<std::int64_t>(items.size()) > kMostItems)
    throw Error(ErrorCode::LimitExceeded, "The document has too many items.");
  Statement insert(database,
                   "INSERT INTO checkup_items(id, code, value, decimal, unit, series, details) "
                   "VALUES(?, ?, ?, ?, ?, ?, ?)");
  std::set<std::string_view> codes;
  ByteWriter details;
  std::int64_t id = document << kPositionBits;
  for (const auto& item : items) {
    details.clear();
    encode_details(details, item);
    insert.bind(1, id++).bind(2, item.code).bind(3, item.value).bind(4, item.decimal).bind(5, item.unit);
    insert.bind(6, item.series).bind(7, details.bytes()).run();
    codes.insert(item.code);
  }
  Statement list(database, "INSERT INTO document_codes(code, kind, date, number) VALUES(?, ?, ?, ?)");
  for (const auto code : codes)
    list.bind(1, code)
        .bind(2, static_cast<std::int64_t>(facts.kind))
        .bind(3, facts.date)
        .bind(4, document)
        .run();
}

CheckupItem read_item(Statement& row) {
  CheckupItem item;
  item.code = row.text(1);
  item.value = row.text(2);
  item.decimal = row.text(3);
  item.unit = row.text(4);
  item.series = row.text(5);
  decode_details(row.blob(6), item);
  return item;
}

}  // namespace kenkod::vault
