// Takes a prompt away from another thread.
#pragma once

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>

#include "common/fd.hpp"

namespace kenkod::cli {

class CancelToken {
 public:
  CancelToken() : event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

  void cancel() noexcept {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(event_.get(), &one, sizeof one);
  }
  // Readable from then on; for poll().
  [[nodiscard]] int fd() const noexcept { return event_.get(); }
  // Waits up to `time` for cancel(); true when it came.
  [[nodiscard]] bool wait_for(std::chrono::milliseconds time) const noexcept {
    pollfd event{event_.get(), POLLIN, 0};
    return ::poll(&event, 1, static_cast<int>(time.count())) != 0;
  }
  [[nodiscard]] bool cancelled() const noexcept { return wait_for(std::chrono::milliseconds(0)); }

 private:
  Fd event_;
};

}  // namespace kenkod::cli
