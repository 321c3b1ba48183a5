// Set-up and change of the secret question.
#include <algorithm>

#include "common/hex.hpp"
#include "common/text_rules.hpp"
#include "vault/directory.hpp"
#include "vault/disk.hpp"
#include "vault/key_change.hpp"
#include "vault/key_wrap.hpp"
#include "vault/recovery_key.hpp"

namespace kenkod::vault {
namespace {

VaultId parse_vault_id(const std::string& text) {
  const Error refused(ErrorCode::InvalidArgument, "The vault id is not one.");
  VaultId id{};
  if (text.size() != id.size() * 2) throw refused;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto digit = std::string_view("0123456789abcdef").find(text[i]);
    if (digit == std::string_view::npos) throw refused;
    id.at(i / 2) = static_cast<std::uint8_t>(id.at(i / 2) << 4 | digit);
  }
  return id;
}

void check(const NewSecret& secret, const SecretBuffer& device_key) {
  if (!device_key.empty() && device_key.size() != kKeyBytes)
    throw Error(ErrorCode::InvalidArgument, "The device key must have 32 bytes.");
  if (const auto refused = refuse_question(secret.question))
    throw Error(ErrorCode::InvalidArgument, "The question is refused.").with("refused", to_name(*refused));
  if (const auto refused = refuse_answer(secret.question, secret.answer.text(), {}))
    throw Error(ErrorCode::InvalidArgument, "The answer is refused.").with("refused", to_name(*refused));
}

std::string unfinished_name(uid_t uid) { return "." + std::to_string(uid) + ".new"; }

}  // namespace

std::string Directory::new_vault_id() {
  const auto random = SecretBuffer::random(sizeof(VaultId));
  return hex(random.bytes());
}

Directory::Wrapped Directory::wrap_new(const Account& account, const VaultId& vault, std::uint64_t generation,
                                       const NewSecret& secret, const SecretBuffer& device_key,
                                       bool with_recovery_key) const {
  Wrapped made;
  made.data_key = SecretBuffer::random(kKeyBytes);
  KeyFile& keys = made.keys;
  keys.vault = vault;
  keys.generation = generation;
  if (with_recovery_key) {
    auto recovery = new_recovery_key();
    keys.has_recovery_key = true;
    keys.recovery_answer = fresh_answer_hash(cost_);
    made.recovery_wrapping_key =
        recovery_wrapping_key(keys, recovery.key, hash_answer(secret.answer, keys.recovery_answer));
    wrap_for_recovery(keys, made.data_key, made.recovery_wrapping_key);
    made.recovery_key = std::move(recovery.printed);
  }
  rewrap(account, made, secret.answer, device_key);
  return made;
}

void Directory::rewrap(const Account& account, Wrapped& made, const SecretBuffer& answer,
                       const SecretBuffer& device_key) const {
  KeyFile& keys = made.keys;
  keys.account = host_.account(account.name);
  keys.host = host_.host_of(keys.vault);
  keys.has_device_key = !device_key.empty();
  keys.device = keys.has_device_key ? device_id(device_key, keys.vault) : ShortHash{};
  keys.answer = fresh_answer_hash(cost_);
  made.wrapping_key = host_wrapping_key(keys, host_, device_key, hash_answer(answer, keys.answer));
  wrap_for_host(keys, made.data_key, made.wrapping_key);
}

Opened Directory::create(const Account& account, const std::string& vault_id, const NewSecret& secret,
                         const SecretBuffer& device_key, bool with_recovery_key) {
  const VaultId id = parse_vault_id(vault_id);
  check(secret, device_key);
  if (purging(account.uid)) finish_purge(account.uid);
  const auto name = std::to_string(account.uid);
  if (disk::exists(vaults_.get(), name.c_str())) {
    (void)require(account);
    throw Error(ErrorCode::SecretAlreadySet, "There is a vault already.");
  }
  if (read_box(vaults_.get(), account.uid, host_.account(account.name), host_).other_account)
    throw Error(ErrorCode::Locked, "The vault belongs to another account.");

  auto wrapped = wrap_new(account, id, 1, secret, device_key, with_recovery_key);
  const auto unfinished = unfinished_name(account.uid);
  remove_unfinished(account.uid);
  Opened opened;
  try {
    disk::make_directory(vaults_.get(), unfinished.c_str());
    Found made{disk::open_directory(vaults_.get(), unfinished.c_str()), wrapped.keys, false};
    const int folder = made.folder.get();
    RecordVault::create(folder, StoreKeys(id, 1, wrapped.data_key.bytes()), secret.question,
                        wrapped.recovery_wrapping_key);
    write_tries(folder, id, host_, {});
    {
      const Fd keys = disk::create(folder, kKeys);
      disk::write(keys.get(), encode(wrapped.keys, host_));
      disk::sync(keys.get());
    }
    auto vault = load(made, wrapped.data_key);
    vault->keep_wrapping_key(std::move(wrapped.wrapping_key));
    opened.vault = std::move(vault);
    disk::sync(folder);
    keep_question(account, 1, secret.question, true);
    disk::rename(vaults_.get(), unfinished.c_str(), name.c_str());
    try {
      disk::sync(vaults_.get());
    } catch (const Error&) {
      disk::rename(vaults_.get(), name.c_str(), unfinished.c_str());
      throw;
    }
  } catch (const Error&) {
    opened.vault.reset();
    try {
      remove_unfinished(account.uid);
    } catch (const Error&) {
      // The next start or set-up removes it.
    }
    throw;
  }
  opened.recovery_key = std::move(wrapped.recovery_key);
  return opened;
}

SecretBuffer Directory::change_secret(const Account& account, Vault& vault, const NewSecret& secret,
                                      const SecretBuffer& device_key) {
  check(secret, device_key);
  const auto found = require(account);
  auto& records = opened(vault, found);
  auto next = wrap_new(account, found.keys.vault, found.keys.generation + 1, secret, device_key,
                       found.keys.has_recovery_key);
  records.prepare_change(next.store_keys(), secret.question, next.recovery_wrapping_key);
  step_into(account, found, records, next, secret.question);
  return std::move(next.recovery_key);
}

void Directory::remove_unfinished(uid_t uid) const {
  const auto name = unfinished_name(uid);
  {
    const auto folder = disk::find_directory(vaults_.get(), name.c_str());
    if (!folder) return;
    destroy_keys(folder->get());
  }
  disk::remove_tree(vaults_.get(), name.c_str());
}

}  // namespace kenkod::vault
