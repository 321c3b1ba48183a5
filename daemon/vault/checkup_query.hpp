// One page of check-up items, newest examination first.
#pragma once

#include "vault/database.hpp"
#include "vault/vault.hpp"

namespace kenkod::vault {

// `cursor_key` authenticates cursors: one not made here is InvalidArgument.
[[nodiscard]] RecordPage query_checkup(Database& database, const RecordQuery& query, Bytes cursor_key);

}  // namespace kenkod::vault
