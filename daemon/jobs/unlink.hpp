// Manager.Unlink: the portal is told, and here the link is over whatever it says.
#pragma once

#include "jobs/services.hpp"

namespace kenkod::jobs {

// `forget`: without the answer, and so without the token the portal would have to be shown. The result: the
// portal has confirmed, or there was nothing to take back.
[[nodiscard]] loop::Task<bool> unlink(Services& services, Call call, bool forget);

}  // namespace kenkod::jobs
