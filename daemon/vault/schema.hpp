// Tables of the record database and how one version becomes the next.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "vault/database.hpp"

namespace kenkod::vault {

struct Schema {
  std::uint32_t version = 0;
  const char* create = nullptr;                    // statements for an empty database
  std::span<const std::string_view> tables;        // every one of them is logged
  std::span<void (*const)(Database&)> migrations;  // [n] makes version n + 2 of version n + 1
  std::span<const std::string_view> former;        // tables of earlier versions only: their logs name them
};

// Logged tables keep to the rules of the change log: explicit NOT NULL primary keys; no AUTOINCREMENT,
// triggers or generated columns; UNIQUE values are never exchanged within one commit.
[[nodiscard]] const Schema& record_schema();

void create_tables(Database& database, const Schema& schema);
// All steps from the database's own version; NotSupported when it is newer than this build.
void migrate(Database& database, const Schema& schema);

}  // namespace kenkod::vault
