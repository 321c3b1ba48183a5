// The one thread that owns the bus and all state: sd-event with posting from other threads, timers on the one
// clock, signals and the systemd watchdog. Everything but post() belongs to the loop thread.
#pragma once

#include <systemd/sd-event.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "common/clock.hpp"
#include "common/fd.hpp"

namespace kenkod::loop {

class EventLoop;

// Ends with its object; the callback does not run afterwards.
class Timer {
 public:
  Timer() = default;
  void cancel() noexcept { state_.reset(); }
  [[nodiscard]] bool armed() const noexcept { return state_ != nullptr; }

 private:
  friend class EventLoop;
  std::shared_ptr<std::function<void()>> state_;
};

class EventLoop {
 public:
  explicit EventLoop(const Clock& clock);
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // Returns the code given to quit().
  int run();
  void quit(int code);

  // Runs `work` on the loop thread, in order of posting. Thread-safe; never runs it inside the call.
  void post(std::function<void()> work);
  [[nodiscard]] Timer after(std::chrono::microseconds delay, std::function<void()> work);
  void on_signal(int signal, std::function<void()> work);

  struct IoWatch {
    sd_event_source* source = nullptr;
    std::function<void(std::uint32_t)> work;
    IoWatch() = default;
    IoWatch(const IoWatch&) = delete;
    IoWatch& operator=(const IoWatch&) = delete;
    ~IoWatch() { sd_event_source_disable_unref(source); }
  };
  // Null when the descriptor cannot be polled (a regular file, always ready).
  [[nodiscard]] std::unique_ptr<IoWatch> watch(int fd, std::uint32_t epoll_events,
                                               std::function<void(std::uint32_t)> work);

  // A test clock was advanced: timers are looked at again.
  void clock_changed() { arm(); }
  [[nodiscard]] const Clock& clock() const noexcept { return clock_; }
  [[nodiscard]] sd_event* native() const noexcept { return event_; }

 private:
  struct SignalWatch;
  void run_posted();
  void run_timers();
  void arm();

  const Clock& clock_;
  sd_event* event_ = nullptr;
  sd_event_source* timer_source_ = nullptr;
  Fd wake_;
  std::unique_ptr<IoWatch> wake_watch_;
  std::mutex mutex_;
  std::vector<std::function<void()>> posted_;
  std::multimap<std::int64_t, std::weak_ptr<std::function<void()>>> timers_;  // by boottime, µs
  std::vector<std::unique_ptr<SignalWatch>> signals_;
};

}  // namespace kenkod::loop
