// The daemon put together: wiring only.
#pragma once

#include <functional>

#include "loop/event_loop.hpp"

namespace kenkod {
// Runs until told to stop; the exit status. `prepare` may add to the loop before it runs (a test's clock
// control).
int run_daemon(const Clock& clock, const std::function<void(loop::EventLoop&)>& prepare);
}  // namespace kenkod
