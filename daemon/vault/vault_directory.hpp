// All vaults of this machine: set-up, opening, change of the question, destruction, and what can be known of
// a vault that is closed. Calls for one uid must not overlap (they run on that uid's vault lane); different
// uids may run at the same time. Every call may block on disk and on Argon2id.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/clock.hpp"
#include "common/error.hpp"
#include "common/secret_buffer.hpp"
#include "vault/host_box.hpp"
#include "vault/vault.hpp"

namespace kenkod::vault {

struct Account {
  uid_t uid = 0;
  std::string name;  // guards against uid reuse: only a keyed hash of it is stored
};

struct KdfCost {
  std::uint32_t memory_kib = 65536;  // 19456–1048576
  std::uint32_t passes = 3;          // 2–10
};

enum class Presence : std::uint8_t {
  none,          // no vault: nothing can be stored yet
  closed,        // a vault that can be opened
  foreign_host,  // keys made under another host secret: only the recovery key opens it
  foreign_user,  // the uid now belongs to another account name: never opened, may only be purged
  damaged,
};

struct Overview {
  Presence presence = Presence::none;
  std::string vault_id;            // 32 hex digits, also the name of the keyring item; empty without a vault
  std::string question;            // empty when unknown (foreign host)
  bool device_key = false;         // opening needs the user's keyring
  bool recovery_key = false;       // a recovery key was made
  std::uint32_t failures = 0;      // wrong answers in a row
  std::uint32_t wait_seconds = 0;  // 0 = an answer may be tried now
  HostBox box;
  std::optional<Error> damage;  // what opening a damaged vault would say
};

struct NewSecret {
  std::string question;
  SecretBuffer answer;  // as typed; normalised inside
};

struct Opened {
  std::unique_ptr<Vault> vault;
  // The bytes of the recovery key in its printed form (groups of Crockford base 32), when one was made now.
  SecretBuffer recovery_key;
};

class VaultDirectory {
 public:
  virtual ~VaultDirectory() = default;

  // Finishes what a crash interrupted: a begun purge, an unfinished set-up or change. Called once at start.
  virtual void finish_interrupted() = 0;

  [[nodiscard]] virtual Overview overview(const Account& account) = 0;
  // Loads, changes and durably replaces the host box of an account.
  virtual void update_host_box(const Account& account, const std::function<void(HostBox&)>& change) = 0;

  // A new id for create(): the agent stores the device key under it before the vault exists.
  [[nodiscard]] virtual std::string new_vault_id() = 0;
  // SecretAlreadySet when there is a vault. Without a device key the vault depends on the host secret and
  // answer only.
  virtual Opened create(const Account& account, const std::string& vault_id, const NewSecret& secret,
                        const SecretBuffer& device_key /* empty or 32 bytes */, bool with_recovery_key) = 0;

  // Counts the try durably, then verifies. WrongAnswer (tries left and wait are in the next overview),
  // TooManyAttempts while waiting (after the same work), KeyMissing part=device-key|host-secret,
  // VaultDamaged.
  virtual std::unique_ptr<Vault> open(const Account& account, const SecretBuffer& answer,
                                      const SecretBuffer& device_key) = 0;
  // With the recovery key in place of host secret and device key; binds the vault to this host and, when
  // given, to a new device key. A recovery key that is not this vault's counts as a wrong answer.
  virtual std::unique_ptr<Vault> recover(const Account& account, const SecretBuffer& answer,
                                         const SecretBuffer& recovery_key,
                                         const SecretBuffer& new_device_key) = 0;

  // New question, answer, data key and snapshot; a new recovery key when there was one. `vault` stays open.
  // The old answer was proved by open() just before.
  virtual SecretBuffer change_secret(const Account& account, Vault& vault, const NewSecret& secret,
                                     const SecretBuffer& device_key) = 0;

  // Deletes every document of origin `portal`, its records and the fetches; what one of them had replaced is
  // current again. `principal` empty: the person's own; else the whole compartment and its principal. New
  // data key, snapshot and log, under the same answer, device key and recovery key; `vault` stays open.
  // NothingToShow: there is nothing of it. InvalidArgument key=principal: unknown. Locked: an opening since
  // then has hashed the answer anew; the next session can.
  virtual Purged purge_fetched(const Account& account, Vault& vault, const std::string& principal) = 0;

  // Keys first, then everything else of the account, host box included. Needs no answer; also for damaged
  // vaults.
  virtual void purge(const Account& account) = 0;
};

// `state` must exist and be ours alone; `host_secret` at least 32 bytes.
[[nodiscard]] std::unique_ptr<VaultDirectory> open_vault_directory(const std::filesystem::path& state,
                                                                   const SecretBuffer& host_secret,
                                                                   const Clock& clock, KdfCost cost);

}  // namespace kenkod::vault
