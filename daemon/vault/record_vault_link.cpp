// The link with the portal: with whom, what was fetched, and for whom else.
#include <algorithm>

#include "vault/compartments.hpp"
#include "vault/fetch_table.hpp"
#include "vault/link_codec.hpp"
#include "vault/meta_table.hpp"
#include "vault/principal_table.hpp"
#include "vault/record_vault.hpp"

namespace kenkod::vault {

Compartments& RecordVault::compartments() {
  if (compartments_ == nullptr)
    throw Error(ErrorCode::InvalidArgument, "The records of a principal have no link and no principals.")
        .with("key", "principal");
  return *compartments_;
}

std::optional<PortalLink> RecordVault::portal_link() {
  const auto bytes = find_meta(store_.database(), kPortalLink);
  if (!bytes) return std::nullopt;
  return decode_portal_link(*bytes);
}

void RecordVault::set_portal_link(const std::optional<PortalLink>& link) {
  (void)compartments();
  store_.commit([&](Database& database) {
    if (link)
      set_meta(database, kPortalLink, encode(*link));
    else
      remove_meta(database, kPortalLink);
  });
}

void RecordVault::add_fetch(const Fetch& fetch) {
  store_.commit([&](Database& database) { insert_fetch(database, fetch); });
}

std::vector<Fetch> RecordVault::fetches() { return read_fetches(store_.database()); }

std::vector<Principal> RecordVault::principals() {
  std::vector<Principal> all;
  for (auto& row : read_principals(store_.database())) {
    auto& principal = row.principal;
    if (!row.key.empty()) {
      try {
        compartments().look_into(row, [&](RecordVault& vault) {
          for (const auto& fetch : vault.fetches())
            if (!fetch.error) principal.last_fetch = std::max(principal.last_fetch, fetch.at);
        });
      } catch (const Error& error) {
        // Whoever opens it is told; the others are not to suffer.
        if (error.code() != ErrorCode::VaultDamaged) throw;
      }
    }
    all.push_back(std::move(principal));
  }
  return all;
}

bool RecordVault::holds_data(const PrincipalRow& row) {
  if (row.key.empty()) return false;
  bool any = false;
  try {
    compartments().look_into(row, [&](RecordVault& vault) { any = vault.document_count() > 0; });
  } catch (const Error& error) {
    if (error.code() != ErrorCode::VaultDamaged) throw;
    any = true;
  }
  return any;
}

void RecordVault::set_principals(const std::vector<ListedPrincipal>& listed) {
  auto& compartments = this->compartments();
  std::vector<std::string> removable;
  for (const auto& row : read_principals(store_.database())) {
    const bool stays = std::ranges::any_of(
        listed, [&](const auto& entry) { return entry.portal_id == row.principal.portal_id; });
    if (!stays && !holds_data(row)) removable.push_back(row.principal.id);
  }
  store_.commit([&](Database& database) { list_principals(database, listed, removable); });
  if (removable.empty()) return;
  try {
    compartments.remove_keyless();
  } catch (const Error&) {
    // The next opening removes them.
  }
}

Vault& RecordVault::compartment(const std::string& principal) { return compartments().get(principal); }

}  // namespace kenkod::vault
