// Opening with the answer, or with answer and recovery key.
#include "common/text_rules.hpp"
#include "vault/directory.hpp"
#include "vault/disk.hpp"
#include "vault/key_change.hpp"
#include "vault/key_wrap.hpp"
#include "vault/recovery_key.hpp"

namespace kenkod::vault {
namespace {

Error key_missing(std::string_view part) {
  return Error(ErrorCode::KeyMissing, "A part of the key is missing.").with("part", part);
}

Error wrong_answer() { return Error(ErrorCode::WrongAnswer, "The answer is wrong."); }

}  // namespace

// Before anything is verified: a kill between the two costs a try, never gives one.
void Directory::count_try(const Found& found, const SecretBuffer& answer, const AnswerHash& how) const {
  Tries tries;
  try {
    tries = read_tries(found.folder.get(), found.keys.vault, host_);
  } catch (const Error& e) {
    // Sealed by the other host; there the recovery key (135 bits) is what cannot be guessed.
    if (!found.foreign_host || e.code() != ErrorCode::VaultDamaged) throw;
  }
  if (const auto wait = wait_seconds(tries, clock_); wait > 0) {
    (void)hash_answer(answer, how);  // as long as a wrong answer would take
    throw Error(ErrorCode::TooManyAttempts, "Too many wrong answers.").with("wait", std::int64_t{wait});
  }
  write_tries(found.folder.get(), found.keys.vault, host_, one_more(tries, clock_));
}

void Directory::reset_tries(const Found& found) const {
  write_tries(found.folder.get(), found.keys.vault, host_, {});
}

std::unique_ptr<Vault> Directory::open(const Account& account, const SecretBuffer& answer,
                                       const SecretBuffer& device_key) {
  const auto found = require(account);
  if (found.foreign_host) throw key_missing("host-secret");
  const KeyFile& keys = found.keys;
  if (keys.has_device_key &&
      (device_key.size() != kKeyBytes || !equal(device_id(device_key, keys.vault), keys.device)))
    throw key_missing("device-key");
  (void)normalise_answer(answer.text(), keys.answer.normaliser);  // what is not text is no try
  finish_key_change(found.folder.get());

  count_try(found, answer, keys.answer);
  auto wrapping_key = host_wrapping_key(keys, host_, device_key, hash_answer(answer, keys.answer));
  auto data_key = unwrap(keys, wrapping_key);
  if (!data_key) throw wrong_answer();
  reset_tries(found);

  auto vault = load(found, *data_key);
  vault->keep_wrapping_key(std::move(wrapping_key));
  try {
    keep_question(account, keys.generation, vault->question(), true);
    Wrapped renewed;
    renewed.data_key = std::move(*data_key);
    if (renew_hash(account, found, renewed, answer, device_key))
      vault->keep_wrapping_key(std::move(renewed.wrapping_key));
  } catch (const Error& e) {
    // Both are tried again at the next opening; the records do not depend on them.
    if (e.code() == ErrorCode::VaultDamaged) throw;
  }
  return vault;
}

bool Directory::renew_hash(const Account& account, const Found& found, Wrapped& made,
                           const SecretBuffer& answer, const SecretBuffer& device_key) const {
  const auto& hash = found.keys.answer;
  const bool old = hash.normaliser < kNormaliserVersion || hash.cost.memory_kib < cost_.memory_kib ||
                   (hash.cost.memory_kib == cost_.memory_kib && hash.cost.passes < cost_.passes);
  if (!old) return false;
  const SecretBuffer none;
  made.keys = found.keys;
  rewrap(account, made, answer, found.keys.has_device_key ? device_key : none);
  replace_keys(found.folder.get(), encode(made.keys, host_));
  return true;
}

std::unique_ptr<Vault> Directory::recover(const Account& account, const SecretBuffer& answer,
                                          const SecretBuffer& recovery_key,
                                          const SecretBuffer& new_device_key) {
  if (!new_device_key.empty() && new_device_key.size() != kKeyBytes)
    throw Error(ErrorCode::InvalidArgument, "The device key must have 32 bytes.");
  const auto found = require(account);
  const KeyFile& keys = found.keys;
  if (!keys.has_recovery_key) throw key_missing("recovery-key");
  const auto key = parse_recovery_key(recovery_key);
  (void)normalise_answer(answer.text(), keys.recovery_answer.normaliser);
  finish_key_change(found.folder.get());

  count_try(found, answer, keys.recovery_answer);
  const auto recovery_wrapping = recovery_wrapping_key(keys, key, hash_answer(answer, keys.recovery_answer));
  auto data_key = unwrap_by_recovery(keys, recovery_wrapping);
  if (!data_key) throw wrong_answer();

  auto vault = load(found, *data_key);
  keep_question(account, keys.generation, vault->question(), true);
  if (vault->recovery_wrapping_key().empty()) vault->keep_recovery_wrapping_key(recovery_wrapping);
  Wrapped made;
  made.keys = keys;
  made.data_key = std::move(*data_key);
  rewrap(account, made, answer, new_device_key);
  replace_keys(found.folder.get(), encode(made.keys, host_));
  vault->keep_wrapping_key(std::move(made.wrapping_key));
  reset_tries(found);
  return vault;
}

}  // namespace kenkod::vault
