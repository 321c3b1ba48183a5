// Manager.SetSecretQuestion and ChangeSecretQuestion.
#pragma once

#include "jobs/services.hpp"

namespace kenkod::jobs {

struct SecretQuestionResult {
  bool device_key = false, recovery_key = false;
};

// Asks for question and answer, and makes the vault. `open`: in a link, and it stays open as long as `hold`
// is kept.
struct NewVault {
  SecretQuestionResult result;
  std::shared_ptr<access::VaultHold> hold;  // empty unless wanted
};
[[nodiscard]] loop::Task<NewVault> set_up_vault(Services& services, const Call& call, bool open);

[[nodiscard]] loop::Task<SecretQuestionResult> set_secret_question(Services& services, Call call);
[[nodiscard]] loop::Task<SecretQuestionResult> change_secret_question(Services& services, Call call);

}  // namespace kenkod::jobs
