// The table of people acted for (代理人), each with the data key of their compartment.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/secret_buffer.hpp"
#include "vault/database.hpp"
#include "vault/vault.hpp"

namespace kenkod::vault {

struct PrincipalRow {
  Principal principal;  // without last_fetch, which the compartment knows
  SecretBuffer key;     // of the compartment; empty: none was made yet
};

[[nodiscard]] std::vector<PrincipalRow> read_principals(Database& database);  // in the portal's order
[[nodiscard]] std::optional<PrincipalRow> find_principal(Database& database, const std::string& id);
void set_compartment_key(Database& database, const std::string& id, const SecretBuffer& key);
void remove_principal(Database& database, const std::string& id);
// The portal's latest list: new ones get an id, those that are missing are no longer listed, and go where
// `removable` says so.
void list_principals(Database& database, const std::vector<ListedPrincipal>& listed,
                     const std::vector<std::string>& removable);

}  // namespace kenkod::vault
