// The tables of records, packed into blocks, and of the codes of check-up items.
#pragma once

#include "common/record.hpp"
#include "vault/database.hpp"

namespace kenkod::vault {

// The id of a record is document number × 2^kPositionBits + position. Positions are given newest first,
// records of one date in the document's own order.
inline constexpr int kPositionBits = 20;
inline constexpr std::int64_t kMostItems = std::int64_t{1} << kPositionBits;

// A row holds records of one date, packed; its id is that of its first record. One row each would cost three
// times the whole import: the change log reads every changed row back. Check-up items are read page by page
// and lie in blocks of kBlockItems; medicines and expenses are compared with each other before they are shown
// (medication_repeats.hpp), so all of one day or month lie in one.
inline constexpr std::int64_t kBlockItems = 32;

// LimitExceeded for more than kMostItems.
void insert_records(Database& database, std::int64_t document, const ParsedDocument& parsed);

}  // namespace kenkod::vault
