// The daemon on a clock that tests can advance; built with the tests, never installed.
#include <cstdlib>

#include "daemon.hpp"
#include "loop/advancing_clock.hpp"

int main() {
  kenkod::loop::AdvancingClock clock;
  return kenkod::run_daemon(clock, [&](kenkod::loop::EventLoop& loop) {
    if (const char* path = std::getenv("KENKOD_TEST_CLOCK")) clock.listen(loop, path);
  });
}
