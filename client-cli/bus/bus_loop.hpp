// The one thread that touches the bus: waits for messages, signals of the terminal, and work posted by other
// threads.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "common/fd.hpp"

namespace kenkod::cli {

class BusLoop {
 public:
  // Blocks SIGINT, SIGTERM and SIGHUP; make it before any thread. Throws CallError when there is no system
  // bus.
  BusLoop();
  ~BusLoop();
  BusLoop(const BusLoop&) = delete;
  BusLoop& operator=(const BusLoop&) = delete;

  [[nodiscard]] sdbus::IConnection& connection() noexcept { return *connection_; }

  // From any thread; runs on the loop.
  void post(std::function<void()> work);
  // Runs until done() is true. Throws CallError when the bus is lost.
  void run_until(const std::function<bool()>& done);
  // Who is told of Ctrl-C; without one, run_until throws Interrupted.
  void on_interrupt(std::function<void()> handler) { interrupt_ = std::move(handler); }

 private:
  void wait();
  void run_posted();
  void read_signals();

  std::unique_ptr<sdbus::IConnection> connection_;
  Fd wake_, signals_;
  std::mutex mutex_;
  std::vector<std::function<void()>> posted_;
  std::function<void()> interrupt_;
};

// Ctrl-C, or the end of the terminal.
struct Interrupted {};

}  // namespace kenkod::cli
