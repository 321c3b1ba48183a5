// Manager.Purge("everything"): needs no answer, so that a forgotten one cannot keep data alive.
#pragma once

#include "jobs/services.hpp"

namespace kenkod::jobs {

struct PurgeResult {
  bool device_key_deleted = true;
};
[[nodiscard]] loop::Task<PurgeResult> purge_everything(Services& services, Call call);

}  // namespace kenkod::jobs
