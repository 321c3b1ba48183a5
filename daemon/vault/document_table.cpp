#include "vault/document_table.hpp"

#include <algorithm>

#include "common/hex.hpp"
#include "vault/meta_table.hpp"
#include "vault/record_codec.hpp"

namespace kenkod::vault {

DocumentInfo read_document_info(Statement& row) {
  DocumentInfo info;
  info.id = row.text(1);
  info.sha256 = hex(row.blob(2));
  info.origin = static_cast<Origin>(row.integer(3));
  if (!known(info.origin)) throw damaged("records");
  info.stated_origin = row.text(4);
  info.stored_at = row.integer(5);
  if (!row.is_null(6)) info.stated_at = row.integer(6);
  info.size = static_cast<std::uint64_t>(row.integer(7));
  info.revision = static_cast<std::uint32_t>(row.integer(8));
  info.superseded = row.integer(9) != 0;
  info.supersedes = row.text(10);
  info.facts = decode_facts(row.blob(11));
  return info;
}

StoredDocument read_stored(Statement& row) {
  const Bytes sha256 = row.blob(2);
  return {row.integer(0), read_document_info(row), SecretBuffer(row.blob(12)),
          WipedBytes(sha256.begin(), sha256.end())};
}

std::optional<StoredDocument> find_stored(Database& database, const std::string& id) {
  Statement find(database, "SELECT " + std::string(kDocumentColumns) + " FROM documents d WHERE d.id = ?");
  find.bind(1, id);
  if (!find.next()) return std::nullopt;
  return read_stored(find);
}

std::optional<std::string> find_by_hash(Database& database, Bytes sha256) {
  Statement find(database, "SELECT id FROM documents WHERE sha256 = ?");
  find.bind(1, sha256);
  if (!find.next()) return std::nullopt;
  return find.text(0);
}

std::int64_t find_replaced(Database& database, const DocumentFacts& facts) {
  const auto identity = document_identity(facts);
  if (identity.empty()) return 0;
  Statement before(database,
                   "SELECT number FROM documents WHERE identity = ? AND superseded_by = 0 "
                   "ORDER BY number DESC LIMIT 1");
  before.bind(1, identity);
  return before.next() ? before.integer(0) : 0;
}

std::int64_t last_number(Database& database) {
  Statement last(database, "SELECT coalesce(max(number), 0) FROM documents");
  last.next();
  const std::int64_t present = last.integer(0);
  const auto purged = find_meta(database, kLastNumber);
  if (!purged) return present;
  ByteReader in(*purged, "records");
  const std::int64_t before = in.i64();
  in.finish();
  return std::max(present, before);
}

Inserted insert_document(Database& database, const StoredDocument& document) {
  const auto& info = document.info;
  const auto identity = document_identity(info.facts);
  const std::int64_t supersedes = find_replaced(database, info.facts);
  std::int64_t revision = 1;
  if (supersedes != 0) {
    Statement before(database, "SELECT revision FROM documents WHERE number = ?");
    before.bind(1, supersedes).next();
    revision = before.integer(0) + 1;
  }
  const std::int64_t number = last_number(database) + 1;

  ByteWriter facts;
  encode(facts, info.facts);
  Statement insert(
      database,
      "INSERT INTO documents(number, id, sha256, kind, date, identity, superseded_by, supersedes, "
      "revision, origin, stated_origin, stored_at, stated_at, size, key, facts) "
      "VALUES(?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, number).bind(2, info.id).bind(3, document.sha256);
  insert.bind(4, static_cast<std::int64_t>(info.facts.kind)).bind(5, info.facts.date);
  if (identity.empty())
    insert.bind_null(6);
  else
    insert.bind(6, Bytes(identity));
  insert.bind(7, supersedes).bind(8, revision).bind(9, static_cast<std::int64_t>(info.origin));
  insert.bind(10, info.stated_origin).bind(11, info.stored_at);
  if (info.stated_at)
    insert.bind(12, *info.stated_at);
  else
    insert.bind_null(12);
  insert.bind(13, static_cast<std::int64_t>(info.size))
      .bind(14, document.key.bytes())
      .bind(15, facts.bytes());
  insert.run();
  if (supersedes != 0) {
    Statement mark(database, "UPDATE documents SET superseded_by = ? WHERE number = ?");
    mark.bind(1, number).bind(2, supersedes).run();
  }
  return {number, supersedes != 0};
}

}  // namespace kenkod::vault
