// Manager.SetSecretQuestion and ChangeSecretQuestion.
#pragma once

#include "jobs/services.hpp"

namespace kenkod::jobs {

struct SecretQuestionResult {
  bool device_key = false, recovery_key = false;
};

[[nodiscard]] loop::Task<SecretQuestionResult> set_secret_question(Services& services, Call call);
[[nodiscard]] loop::Task<SecretQuestionResult> change_secret_question(Services& services, Call call);

}  // namespace kenkod::jobs
