// New keys: for another question, or because something was deleted.
#include <utility>

#include "vault/compartments.hpp"
#include "vault/fetch_table.hpp"
#include "vault/fetched_documents.hpp"
#include "vault/meta_table.hpp"
#include "vault/principal_table.hpp"
#include "vault/record_vault.hpp"

namespace kenkod::vault {
namespace {

Error nothing_to_purge() { return Error(ErrorCode::NothingToShow, "There is nothing that was fetched."); }

void set_recovery_wrapping_key(Database& database, const SecretBuffer& key) {
  if (key.empty())
    remove_meta(database, kRecoveryWrappingKey);
  else
    set_meta(database, kRecoveryWrappingKey, key.bytes());
}

}  // namespace

void RecordVault::keep_recovery_wrapping_key(const SecretBuffer& key) {
  store_.commit([&](Database& database) { set_recovery_wrapping_key(database, key); });
}

SecretBuffer RecordVault::recovery_wrapping_key() {
  const auto key = find_meta(store_.database(), kRecoveryWrappingKey);
  if (!key) return {};
  if (key->size() != kKeyBytes) throw damaged("records");
  return SecretBuffer(*key);
}

void RecordVault::prepare_change(const StoreKeys& next, const std::string& question,
                                 const SecretBuffer& recovery_wrapping_key) {
  store_.prepare(next, [&](Database& database) {
    set_meta(database, kQuestion, as_bytes(question));
    set_recovery_wrapping_key(database, recovery_wrapping_key);
  });
}

std::vector<PurgePreview> RecordVault::preview_purge(const std::map<Kind, std::string>& window) {
  // A principal's go altogether.
  const auto which = holder_ == Holder::principal ? Documents::all : Documents::fetched;
  return preview(store_.database(), which, window);
}

Purged RecordVault::prepare_purge(const StoreKeys& next, const std::string& principal) {
  if (principal.empty()) {
    const auto purged = count(preview_purge({}));
    if (purged.documents == 0 && !has_fetches(store_.database())) throw nothing_to_purge();
    store_.prepare(next, delete_fetched);
    return purged;
  }
  const auto row = find_principal(store_.database(), principal);
  if (!row) throw Error(ErrorCode::InvalidArgument, "There is no such person.").with("key", "principal");
  if (row->key.empty()) throw nothing_to_purge();
  Purged purged;
  try {
    compartments().look_into(*row, [&](RecordVault& vault) {
      purged = count(vault.preview_purge({}));
      if (purged.documents == 0 && !has_fetches(vault.store_.database())) throw nothing_to_purge();
    });
  } catch (const Error& error) {
    // What cannot be counted can still be deleted.
    if (error.code() != ErrorCode::VaultDamaged) throw;
  }
  store_.prepare(next, [&](Database& database) { remove_principal(database, principal); });
  return purged;
}

void RecordVault::adopt_change(StoreKeys next) noexcept {
  try {
    store_.adopt(std::move(next));
  } catch (const std::exception&) {
    store_.close();
    return;
  }
  try {
    remove_unnamed_files();
    compartments().remove_keyless();
  } catch (const std::exception&) {
    // Their keys are gone; the next opening removes them.
  }
}

}  // namespace kenkod::vault
