#include "vault/version_2.hpp"

namespace kenkod::vault {

void migrate_2_to_3(Database& database) {
  database.run(R"(
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
)");
}

}  // namespace kenkod::vault
