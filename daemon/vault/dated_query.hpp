// One page of medicines or expenses, newest day or month first.
#pragma once

#include "vault/database.hpp"
#include "vault/vault.hpp"

namespace kenkod::vault {

// All documents' records of a date are read together, as it takes all of them to say which are shown.
// `cursor_key` authenticates cursors: one not made here is InvalidArgument.
[[nodiscard]] RecordPage query_medication(Database& database, const RecordQuery& query, Bytes cursor_key);
[[nodiscard]] RecordPage query_expense(Database& database, const RecordQuery& query, Bytes cursor_key);

}  // namespace kenkod::vault
