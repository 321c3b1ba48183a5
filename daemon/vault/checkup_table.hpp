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

inline constexpr std::string_view kItemColumns = "id, code, value, decimal, unit, series, details";
[[nodiscard]] CheckupItem read_item(Statement& row);

}  // namespace kenkod::vault
