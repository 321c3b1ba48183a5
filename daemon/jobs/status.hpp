// Manager.GetStatus: the caller's own state; never a count, a date of a record or the question.
#pragma once

#include <string>

#include "jobs/services.hpp"

namespace kenkod::jobs {

struct Status {
  bool consent = false, question_set = false, open = false, agent = false;
  bool device_key = false, recovery_key = false;
  std::uint32_t waiting = 0;
  std::string terms_version, vault, portal, link_state;
  bool portal_open = false;
  std::int64_t next_opening = 0, last_fetch = 0, link_expires = 0, retry_at = 0;  // Unix seconds, 0 = none
};
[[nodiscard]] loop::Task<Status> get_status(Services& services, Call call);

}  // namespace kenkod::jobs
