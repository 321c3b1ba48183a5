// Asks the person the answer to the secret question and opens the vault with it: the one way in, shared by
// every job that needs it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/secret_buffer.hpp"
#include "gate/dialog.hpp"
#include "jobs/services.hpp"

namespace kenkod::jobs {

struct Asking {
  std::string act;  // "open-session", "change-question"
  std::string purpose;
  std::vector<std::string> scopes;
  bool recovery = false;  // with the recovery key in place of keyring and host secret
};

struct Proof {
  std::shared_ptr<access::VaultHold> hold;
  SecretBuffer device_key;  // empty when the vault has none
};

// A new device key, stored in the person's keyring; empty when there is none.
[[nodiscard]] loop::Task<SecretBuffer> make_device_key(gate::Dialog& dialog, std::string vault_id);

// Wrong answers are asked again within the dialog; the caller only learns WrongAnswer. Throws also
// UserCancelled, KeyMissing, VaultDamaged, NoAgent.
[[nodiscard]] loop::Task<Proof> prove(Services& services, const Call& call, gate::Dialog& dialog,
                                      Asking asking);

}  // namespace kenkod::jobs
