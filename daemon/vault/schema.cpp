#include "vault/schema.hpp"

#include <array>
#include <string>

namespace kenkod::vault {
namespace {

// Items lie in blocks (checkup_table.hpp), those of a document together and in its own order; new ones are
// appended. The codes of a document are listed once each, so that one code is found without an index over all
// items.
constexpr const char* kCreate = R"(
CREATE TABLE meta(
  name TEXT PRIMARY KEY NOT NULL,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE documents(
  number INTEGER PRIMARY KEY NOT NULL,
  id TEXT NOT NULL UNIQUE,
  sha256 BLOB NOT NULL UNIQUE,
  kind INTEGER NOT NULL,
  date TEXT NOT NULL,
  identity BLOB,
  superseded_by INTEGER NOT NULL,
  supersedes INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  origin INTEGER NOT NULL,
  stated_origin TEXT NOT NULL,
  stored_at INTEGER NOT NULL,
  stated_at INTEGER,
  size INTEGER NOT NULL,
  key BLOB NOT NULL,
  facts BLOB NOT NULL
) STRICT;
CREATE INDEX documents_newest ON documents(kind, date DESC, number DESC);
CREATE INDEX documents_identity ON documents(identity) WHERE identity IS NOT NULL;
CREATE TABLE checkup_blocks(
  id INTEGER PRIMARY KEY NOT NULL,
  items BLOB NOT NULL
) STRICT;
CREATE TABLE document_codes(
  code TEXT NOT NULL,
  kind INTEGER NOT NULL,
  date TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY(code, kind, date, number)
) STRICT, WITHOUT ROWID;
)";

constexpr std::array<std::string_view, 4> kTables{"meta", "documents", "checkup_blocks", "document_codes"};

}  // namespace

const Schema& record_schema() {
  static const Schema kSchema{1, kCreate, kTables, {}};
  return kSchema;
}

void create_tables(Database& database, const Schema& schema) {
  database.run("BEGIN");
  database.run(schema.create);
  database.run(("PRAGMA user_version = " + std::to_string(schema.version)).c_str());
  database.run("COMMIT");
}

void migrate(Database& database, const Schema& schema) {
  auto version = database.schema_version();
  if (version == 0 || version > schema.version)
    throw Error(ErrorCode::NotSupported, "The vault was written by a newer version.")
        .with("version", version);
  for (; version < schema.version; ++version) {
    database.run("BEGIN");
    schema.migrations[version - 1](database);
    database.run(("PRAGMA user_version = " + std::to_string(version + 1)).c_str());
    database.run("COMMIT");
  }
}

}  // namespace kenkod::vault
