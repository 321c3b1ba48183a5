// The table of fetches: what was fetched when, the last kFetchesKept.
#pragma once

#include <vector>

#include "vault/database.hpp"
#include "vault/vault.hpp"

namespace kenkod::vault {

void insert_fetch(Database& database, const Fetch& fetch);
[[nodiscard]] std::vector<Fetch> read_fetches(Database& database);  // newest first
[[nodiscard]] bool has_fetches(Database& database);
void clear_fetches(Database& database);

}  // namespace kenkod::vault
