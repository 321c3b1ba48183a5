// From one generation of keys to the next while the vault is open.
#include "vault/directory.hpp"
#include "vault/key_change.hpp"
#include "vault/key_wrap.hpp"

namespace kenkod::vault {

RecordVault& Directory::opened(Vault& vault, const Found& found) {
  auto* records = dynamic_cast<RecordVault*>(&vault);
  if (records == nullptr || records->id() != found.keys.vault || found.foreign_host)
    throw Error(ErrorCode::InvalidArgument, "The vault is not this account's.");
  return *records;
}

void Directory::step_into(const Account& account, const Found& found, RecordVault& records, Wrapped& next,
                          const std::string& question) const {
  const auto generation = next.keys.generation;
  try {
    keep_question(account, generation, question, false);
    replace_keys(found.folder.get(), encode(next.keys, host_));
  } catch (const Error&) {
    try {
      finish_generation(found.folder.get(), found.keys.generation);
    } catch (const Error&) {
      // The next opening takes it back.
    }
    throw;
  }
  // Changed: from here on nothing may tell the person otherwise.
  records.keep_wrapping_key(std::move(next.wrapping_key));
  records.adopt_change(next.store_keys());
  try {
    keep_question(account, generation, question, true);
  } catch (const Error&) {
    // The next opening drops the old question.
  }
}

Purged Directory::purge_fetched(const Account& account, Vault& vault, const std::string& principal) {
  const auto found = require(account);
  auto& records = opened(vault, found);
  Wrapped next;
  next.keys = found.keys;
  ++next.keys.generation;
  next.data_key = SecretBuffer::random(kKeyBytes);
  next.wrapping_key = records.wrapping_key().copy();
  // An opening since then may have hashed the answer anew.
  if (!unwrap(found.keys, next.wrapping_key))
    throw Error(ErrorCode::Locked, "The keys have changed since the vault was opened.");

  bool recovery_key_lost = false;
  if (next.keys.has_recovery_key) {
    const auto recovery = records.recovery_wrapping_key();
    if (!recovery.empty() && unwrap_by_recovery(found.keys, recovery)) {
      wrap_for_recovery(next.keys, next.data_key, recovery);
    } else {
      recovery_key_lost = true;
      next.keys.has_recovery_key = false;
      next.keys.recovery_answer = {};
      next.keys.recovery_wrap = {};
    }
  }
  wrap_for_host(next.keys, next.data_key, next.wrapping_key);

  auto purged = records.prepare_purge(next.store_keys(), principal);
  purged.recovery_key_lost = recovery_key_lost;
  step_into(account, found, records, next, records.question());
  return purged;
}

}  // namespace kenkod::vault
