// The vaults of principals inside of a vault: `principals/<id>` below its folder, each under a random key of
// its own that only the outer database knows. A folder is complete before its key is: what a crash leaves is
// a folder without a key, which the next opening removes. A key without its folder is damage.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "common/clock.hpp"
#include "vault/principal_table.hpp"
#include "vault/record_vault.hpp"
#include "vault/store.hpp"

namespace kenkod::vault {

class Compartments {
 public:
  Compartments(Store& outer, const VaultId& outer_id, const Clock& clock)
      : outer_(outer), outer_id_(outer_id), clock_(clock) {}

  // Those no key is left for: closed, and their folders removed.
  void remove_keyless();
  // Made when there is none yet; stays open. InvalidArgument key=principal for an unknown id.
  [[nodiscard]] RecordVault& get(const std::string& id);
  // A look into one that has a key, which is not kept open for it.
  void look_into(const PrincipalRow& row, const std::function<void(RecordVault&)>& look);

 private:
  [[nodiscard]] SecretBuffer make(const std::string& id);
  [[nodiscard]] std::unique_ptr<RecordVault> load(const PrincipalRow& row) const;
  [[nodiscard]] StoreKeys keys_of(const std::string& id, const SecretBuffer& key) const;

  Store& outer_;
  VaultId outer_id_;
  const Clock& clock_;
  std::map<std::string, std::unique_ptr<RecordVault>> open_;
};

}  // namespace kenkod::vault
