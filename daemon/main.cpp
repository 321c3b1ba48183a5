#include "daemon.hpp"
#include "loop/system_clock.hpp"

int main() {
  const kenkod::loop::SystemClock clock;
  return kenkod::run_daemon(clock, [](kenkod::loop::EventLoop&) {});
}
