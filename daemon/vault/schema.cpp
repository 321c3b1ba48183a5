#include "vault/schema.hpp"

#include <array>
#include <string>

#include "vault/version_1.hpp"
#include "vault/version_2.hpp"

namespace kenkod::vault {
namespace {

// Records lie in blocks (block_table.hpp), those of a document together, newest first; new ones are appended.
// The codes of a document's check-up items are listed once for each date, so that one code is found without
// an index over all items. Principals without a key have no compartment yet.
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
CREATE INDEX documents_identity ON documents(identity) WHERE identity IS NOT NULL;
CREATE TABLE record_blocks(
  id INTEGER PRIMARY KEY NOT NULL,
  kind INTEGER NOT NULL,
  number INTEGER NOT NULL,
  date TEXT NOT NULL,
  items BLOB NOT NULL
) STRICT;
CREATE INDEX record_blocks_newest ON record_blocks(kind, date DESC, number DESC, id);
CREATE TABLE document_codes(
  code TEXT NOT NULL,
  kind INTEGER NOT NULL,
  date TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY(code, kind, date, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE fetches(
  number INTEGER PRIMARY KEY NOT NULL,
  fetch BLOB NOT NULL
) STRICT;
CREATE TABLE principals(
  id TEXT PRIMARY KEY NOT NULL,
  position INTEGER NOT NULL,
  portal_id TEXT NOT NULL,
  name TEXT NOT NULL,
  listed INTEGER NOT NULL,
  key BLOB
) STRICT, WITHOUT ROWID;
)";

constexpr std::array<std::string_view, 6> kTables{"meta",           "documents", "record_blocks",
                                                  "document_codes", "fetches",   "principals"};
constexpr std::array<void (*)(Database&), 2> kMigrations{migrate_1_to_2, migrate_2_to_3};
constexpr std::array<std::string_view, 1> kFormerTables{"checkup_blocks"};

}  // namespace

const Schema& record_schema() {
  static const Schema kSchema{3, kCreate, kTables, kMigrations, kFormerTables};
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
