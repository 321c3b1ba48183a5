#include "vault/checkup_query.hpp"

#include <limits>
#include <optional>

#include "vault/checkup_table.hpp"
#include "vault/document_table.hpp"
#include "vault/record_codec.hpp"
#include "vault/seal.hpp"

namespace kenkod::vault {
namespace {

constexpr std::size_t kCursorDigits = 16;
constexpr std::size_t kMacDigits = 32;
// A value may be a megabyte of text: a page ends early rather than outgrow a message of the bus.
constexpr std::size_t kPageBytes = 4'194'304;

std::string cursor_text(std::int64_t item, Bytes key) {
  ByteWriter out;
  out.i64(item);
  return hex(out.bytes()) + hex(keyed_hash<16>(key, {as_bytes("cursor"), out.bytes()}));
}

// The id of the last item of the page before.
std::int64_t parse_cursor(std::string_view cursor, Bytes key) {
  const auto refused =
      Error(ErrorCode::InvalidArgument, "The cursor is not from this vault.").with("key", "cursor");
  if (cursor.size() != kCursorDigits + kMacDigits) throw refused;
  std::uint64_t item = 0;
  for (std::size_t i = 0; i < kCursorDigits; ++i) {
    const auto digit = std::string_view("0123456789abcdef").find(cursor[i]);
    if (digit == std::string_view::npos) throw refused;
    item |= static_cast<std::uint64_t>(digit) << (8 * (i / 2) + (i % 2 == 0 ? 4 : 0));
  }
  const auto id = static_cast<std::int64_t>(item);
  if (!equal(as_bytes(cursor_text(id, key)), as_bytes(cursor))) throw refused;
  return id;
}

std::string documents_sql(const RecordQuery& query) {
  std::string sql = "SELECT " + std::string(kDocumentColumns) + " FROM ";
  if (!query.document.empty())
    sql += "documents d WHERE d.id = ?6 AND d.kind = ?1";
  else if (!query.code.empty())  // the outer table first, so that its order is the order of the rows
    sql += "document_codes c CROSS JOIN documents d ON d.number = c.number WHERE c.code = ?7 AND c.kind = ?1";
  else
    sql += "documents d WHERE d.kind = ?1";
  const std::string t = query.document.empty() && !query.code.empty() ? "c." : "d.";
  sql += " AND " + t + "date >= ?2 AND " + t + "date <= ?3 AND (" + t + "date, " + t + "number) <= (?4, ?5)";
  if (!query.superseded) sql += " AND d.superseded_by = 0";
  return sql + " ORDER BY " + t + "date DESC, " + t + "number DESC";
}

struct Start {
  std::string date = "~";  // after every date
  std::int64_t document = std::numeric_limits<std::int64_t>::max();
  std::int64_t item = -1;
};

Start start_of(Database& database, const RecordQuery& query, Bytes cursor_key) {
  Start start;
  if (query.cursor.empty()) return start;
  start.item = parse_cursor(query.cursor, cursor_key);
  start.document = start.item >> kPositionBits;
  Statement find(database, "SELECT date FROM documents WHERE number = ?");
  find.bind(1, start.document);
  if (!find.next())
    throw Error(ErrorCode::InvalidArgument, "The cursor is not from this vault.").with("key", "cursor");
  start.date = find.text(0);
  return start;
}

}  // namespace

CheckupPage query_checkup(Database& database, const RecordQuery& query, Bytes cursor_key) {
  if (query.limit < 1 || query.limit > 1000)
    throw Error(ErrorCode::InvalidArgument, "The limit must be between 1 and 1000.")
        .with("limit", query.limit);
  CheckupPage page;
  if (query.kind != Kind::checkup) return page;
  const Start start = start_of(database, query, cursor_key);
  const std::string to = query.to.empty() ? "~" : query.to;

  const std::string sql = documents_sql(query);
  Statement documents(database, sql);
  documents.bind(1, static_cast<std::int64_t>(query.kind)).bind(2, query.from).bind(3, to);
  documents.bind(4, start.date).bind(5, start.document);
  if (!query.document.empty()) documents.bind(6, query.document);
  if (query.document.empty() && !query.code.empty()) documents.bind(7, query.code);

  Statement blocks(database, "SELECT id, items FROM checkup_blocks WHERE id >= ?1 AND id < ?2 ORDER BY id");
  std::size_t bytes = 0;
  while (documents.next()) {
    const std::int64_t number = documents.integer(0);
    const std::int64_t first = number << kPositionBits;
    // The last item of the page before, or what would be before the first one.
    const std::int64_t before = number == start.document && start.item >= 0 ? start.item : first - 1;
    const std::int64_t from = before < first ? first : before - (before - first) % kBlockItems;
    blocks.bind(1, from).bind(2, first + kMostItems);
    std::shared_ptr<const DocumentInfo> info;
    while (blocks.next()) {
      ByteReader in(blocks.blob(1), "records");
      for (std::int64_t id = blocks.integer(0); in.left() > 0; ++id) {
        auto item = decode_item(in);
        if (id <= before || (!query.code.empty() && item.code != query.code)) continue;
        // One more than asked for, or than fits: there is a next page.
        if (page.rows.size() == query.limit || bytes > kPageBytes) {
          page.cursor = cursor_text(static_cast<std::int64_t>(page.rows.back().id), cursor_key);
          return page;
        }
        if (!info) info = std::make_shared<const DocumentInfo>(read_document_info(documents));
        bytes += item.value.size() + item.value_meaning.size() + item.name_received.size();
        page.rows.push_back({static_cast<std::uint64_t>(id), info, std::move(item)});
      }
    }
    blocks.reset();
  }
  return page;
}

}  // namespace kenkod::vault
