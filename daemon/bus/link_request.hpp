// Options of Link() into what the job takes.
#pragma once

#include "bus/options.hpp"
#include "jobs/link.hpp"

namespace kenkod::bus {

// Throws Error(InvalidArgument).
[[nodiscard]] jobs::LinkRequest read_link_request(const Options& options);

}  // namespace kenkod::bus
