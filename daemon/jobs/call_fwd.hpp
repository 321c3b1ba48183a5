// Forward declarations for job signatures.
#pragma once

#include "loop/task.hpp"

namespace kenkod::jobs {
struct Services;
struct Call;
}  // namespace kenkod::jobs
