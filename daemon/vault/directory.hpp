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

  // The keys of a generation, all but what `vault`, `generation` and the flags say.
  struct Wrapped {
    KeyFile keys;
    SecretBuffer data_key, recovery_key;  // the latter as printed, or empty
  };
  [[nodiscard]] Wrapped wrap_new(const Account& account, const VaultId& vault, std::uint64_t generation,
                                 const NewSecret& secret, const SecretBuffer& device_key,
                                 bool with_recovery_key) const;
  // Host, device and answer part anew under today's cost; the recovery part stays.
  [[nodiscard]] KeyFile rewrap(const Account& account, const KeyFile& keys, const SecretBuffer& data_key,
                               const SecretBuffer& answer, const SecretBuffer& device_key) const;
  void count_try(const Found& found, const SecretBuffer& answer, const AnswerHash& how) const;
  void reset_tries(const Found& found) const;
  std::unique_ptr<RecordVault> load(const Found& found, const SecretBuffer& data_key) const;
  void keep_question(const Account& account, std::uint64_t generation, const std::string& question,
                     bool only) const;
  void renew_hash(const Account& account, const Found& found, const SecretBuffer& data_key,
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
