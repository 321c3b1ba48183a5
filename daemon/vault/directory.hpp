// VaultDirectory on disk: `<state>/vaults/<uid>/` and `<state>/vaults/<uid>.box`.
#pragma once

#include <string>

#include "vault/host_box_file.hpp"
#include "vault/key_file.hpp"
#include "vault/record_vault.hpp"
#include "vault/tries.hpp"
#include "vault/vault_directory.hpp"

namespace kenkod::vault {

class Directory final : public VaultDirectory {
 public:
  Directory(const std::filesystem::path& state, const SecretBuffer& host_secret, const Clock& clock,
            KdfCost cost);

  void finish_interrupted() override;
  [[nodiscard]] Overview overview(const Account& account) override;
  void update_host_box(const Account& account, const std::function<void(HostBox&)>& change) override;
  [[nodiscard]] std::string new_vault_id() override;
  Opened create(const Account& account, const std::string& vault_id, const NewSecret& secret,
                const SecretBuffer& device_key, bool with_recovery_key) override;
  std::unique_ptr<Vault> open(const Account& account, const SecretBuffer& answer,
                              const SecretBuffer& device_key) override;
  std::unique_ptr<Vault> recover(const Account& account, const SecretBuffer& answer,
                                 const SecretBuffer& recovery_key,
                                 const SecretBuffer& new_device_key) override;
  SecretBuffer change_secret(const Account& account, Vault& vault, const NewSecret& secret,
                             const SecretBuffer& device_key) override;
  Purged purge_fetched(const Account& account, Vault& vault, const std::string& principal) override;
  void purge(const Account& account) override;

 private:
  // A folder with its key file, in which no purge was begun.
  struct Found {
    Fd folder;
    KeyFile keys;
    bool foreign_host = false;
  };
  [[nodiscard]] std::optional<Found> find(uid_t uid) const;   // VaultDamaged part=keys
  [[nodiscard]] Found require(const Account& account) const;  // SecretNotSet, Locked
  void describe(const Account& account, Overview& overview) const;

  // The keys of a generation.
  struct Wrapped {
    KeyFile keys;
    SecretBuffer data_key, wrapping_key;
    SecretBuffer recovery_wrapping_key, recovery_key;  // the latter as printed; empty without one
    [[nodiscard]] StoreKeys store_keys() const { return {keys.vault, keys.generation, data_key.bytes()}; }
  };
  [[nodiscard]] Wrapped wrap_new(const Account& account, const VaultId& vault, std::uint64_t generation,
                                 const NewSecret& secret, const SecretBuffer& device_key,
                                 bool with_recovery_key) const;
  // Host, device and answer part of `made.keys` anew under today's cost; the recovery part stays.
  void rewrap(const Account& account, Wrapped& made, const SecretBuffer& answer,
              const SecretBuffer& device_key) const;
  // The vault that is open, if it is this account's; InvalidArgument.
  [[nodiscard]] static RecordVault& opened(Vault& vault, const Found& found);
  // From the present generation into the one that was prepared. Throws before the moment the new one counts.
  void step_into(const Account& account, const Found& found, RecordVault& records, Wrapped& next,
                 const std::string& question) const;
  void count_try(const Found& found, const SecretBuffer& answer, const AnswerHash& how) const;
  void reset_tries(const Found& found) const;
  std::unique_ptr<RecordVault> load(const Found& found, const SecretBuffer& data_key) const;
  void keep_question(const Account& account, std::uint64_t generation, const std::string& question,
                     bool only) const;
  // The answer hashed anew where cost or normal form were raised; true when it was.
  [[nodiscard]] bool renew_hash(const Account& account, const Found& found, Wrapped& made,
                                const SecretBuffer& answer, const SecretBuffer& device_key) const;

  void remove_unfinished(uid_t uid) const;
  void finish_purge(uid_t uid) const;
  void finish_one(const std::string& name) const;
  [[nodiscard]] bool purging(uid_t uid) const;

  Fd vaults_;
  HostKeys host_;
  const Clock& clock_;
  KdfCost cost_;
};

}  // namespace kenkod::vault
