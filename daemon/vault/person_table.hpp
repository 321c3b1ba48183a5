// Whose documents a vault holds, as kept in its database.
#pragma once

#include <optional>

#include "common/record.hpp"
#include "vault/database.hpp"

namespace kenkod::vault {

// Empty as long as no document was confirmed to be the person's.
[[nodiscard]] std::optional<Subject> person_of(Database& database);
// With what a document that goes in states.
void keep_person(Database& database, const Subject& stated);
// After documents went: only what the remaining ones state of the same person.
void relearn_person(Database& database);

}  // namespace kenkod::vault
