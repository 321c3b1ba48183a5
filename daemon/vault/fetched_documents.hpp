// What came from the portal: counting it and deleting it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "vault/database.hpp"
#include "vault/vault.hpp"

namespace kenkod::vault {

enum class Documents : std::uint8_t { fetched, all };

// One row for each kind there is any of, in the order of kinds.
[[nodiscard]] std::vector<PurgePreview> preview(Database& database, Documents which,
                                                const std::map<Kind, std::string>& window);
[[nodiscard]] Purged count(const std::vector<PurgePreview>& rows);

// Documents of origin `portal` with their records and codes, the fetches, and what only they told of the
// person. What one of them had replaced is current again.
void delete_fetched(Database& database);

}  // namespace kenkod::vault
