#include "loop/system_clock.hpp"

#include <systemd/sd-id128.h>

#include <algorithm>
#include <ctime>

namespace kenkod::loop {
namespace {

std::int64_t read_clock(clockid_t id) {
  timespec now{};
  clock_gettime(id, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1000;
}

}  // namespace

SystemClock::SystemClock() {
  sd_id128_t id{};
  if (sd_id128_get_boot(&id) >= 0) std::copy(std::begin(id.bytes), std::end(id.bytes), boot_id_.begin());
}

std::int64_t SystemClock::realtime_us() const { return read_clock(CLOCK_REALTIME); }
std::int64_t SystemClock::boottime_us() const { return read_clock(CLOCK_BOOTTIME); }

}  // namespace kenkod::loop
