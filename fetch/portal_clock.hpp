// The calendar clock of one worker: what kenkod said it is at the beginning, and what has passed since. So
// both have one clock, also where a test turned it.
#pragma once

#include <chrono>
#include <cstdint>

namespace kenkod::fetch {

class PortalClock {
 public:
  void set(std::int64_t now_us) {
    begun_ = std::chrono::steady_clock::now();
    start_us_ = now_us;
  }
  // Unix seconds.
  [[nodiscard]] std::int64_t now() const {
    const auto passed = std::chrono::steady_clock::now() - begun_;
    return (start_us_ + std::chrono::duration_cast<std::chrono::microseconds>(passed).count()) / 1'000'000;
  }

 private:
  std::chrono::steady_clock::time_point begun_;
  std::int64_t start_us_ = 0;
};

}  // namespace kenkod::fetch
