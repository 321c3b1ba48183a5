// Manager.GetStatus: the caller's own state; never a count, a date or the question.
#pragma once

#include <string>

#include "jobs/services.hpp"

namespace kenkod::jobs {

struct Status {
  bool consent = false, question_set = false, open = false, agent = false;
  bool device_key = false, recovery_key = false;
  std::uint32_t waiting = 0;
  std::string terms_version, vault;
};
[[nodiscard]] loop::Task<Status> get_status(Services& services, Call call);

}  // namespace kenkod::jobs
