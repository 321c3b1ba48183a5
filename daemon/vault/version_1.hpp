// What vaults of schema version 1 held, and how it becomes version 2.
#pragma once

#include "vault/database.hpp"

namespace kenkod::vault {

// Version 1 knew check-ups only, told documents apart by their subject as well, and asked nobody whose they
// were: the person is asked at the next document. What replaced what stays as it was decided then.
void migrate_1_to_2(Database& database);

}  // namespace kenkod::vault
