// The tables of check-up items and of the codes each document has.
#pragma once

#include <vector>

#include "common/record.hpp"
#include "vault/database.hpp"

namespace kenkod::vault {

inline constexpr int kPositionBits = 20;
inline constexpr std::int64_t kMostItems = std::int64_t{1} << kPositionBits;

// LimitExceeded for more than kMostItems.
void insert_items(Database& database, std::int64_t document, const DocumentFacts& facts,
                  const std::vector<CheckupItem>& items);

// A row holds up to kBlockItems items, packed; its id is document number × 2^kPositionBits + the first one's
// position. One row each would cost three times the whole import: the change log reads every changed row
// back.
inline constexpr std::int64_t kBlockItems = 32;

}  // namespace kenkod::vault
