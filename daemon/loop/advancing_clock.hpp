// A clock that a test can advance, over a datagram socket. Never linked into the installed daemon.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "loop/event_loop.hpp"
#include "loop/system_clock.hpp"

namespace kenkod::loop {

class AdvancingClock final : public Clock {
 public:
  [[nodiscard]] std::int64_t realtime_us() const override { return system_.realtime_us() + realtime_; }
  [[nodiscard]] std::int64_t boottime_us() const override { return system_.boottime_us() + boottime_; }
  [[nodiscard]] std::array<std::uint8_t, 16> boot_id() const override { return system_.boot_id(); }

  // Listens at a UNIX datagram socket: "advance SECONDS" moves both clocks, "realtime SECONDS" only the wall
  // clock (backwards too). Each command is answered "ok" once every timer that became due has run.
  void listen(EventLoop& loop, const std::string& path);

 private:
  void serve(EventLoop& loop);

  SystemClock system_;
  std::atomic<std::int64_t> realtime_{0}, boottime_{0};
  Fd socket_;
  std::unique_ptr<EventLoop::IoWatch> watch_;
};

}  // namespace kenkod::loop
