// What vaults of schema version 2 did not have, and how they become version 3.
#pragma once

#include "vault/database.hpp"

namespace kenkod::vault {

// Version 2 knew no portal: no link, no fetches, nobody acted for.
void migrate_2_to_3(Database& database);

}  // namespace kenkod::vault
