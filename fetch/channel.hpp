// The worker's end of the socket to kenkod, watched during everything that takes time: when it closes, or the
// process is told to end (SIGTERM), whatever is under way ends at once.
#pragma once

#include <poll.h>

#include <array>
#include <chrono>
#include <span>
#include <vector>

#include "common/fd.hpp"
#include "common/fetch_protocol.hpp"

namespace kenkod::fetch {

// Nobody listens any more. Not a std::exception: nothing on the way may take it for an error.
struct Ended {};

class Channel {
 public:
  explicit Channel(Fd socket);

  // The next request, waited for without limit. Throws Ended; Error(ProtocolViolation).
  [[nodiscard]] Request next();
  void send(Answer answer);

  // Waits for any of `also`, at most `time`; their revents are set. Throws Ended.
  void wait(std::vector<pollfd>& also, std::chrono::milliseconds time);
  void sleep(std::chrono::milliseconds time);

  // For a poll of somebody else: readable or hung up when look() is worth calling, which throws Ended.
  [[nodiscard]] std::span<const int> descriptors() const noexcept { return descriptors_; }
  void look();
  // Without it nothing ends anything: for what takes seconds and must be done.
  void watch(bool on) noexcept { watching_ = on; }
  [[nodiscard]] bool watching() const noexcept { return watching_; }

 private:
  Fd socket_, signals_;
  std::array<int, 2> descriptors_{};
  bool watching_ = true;
};

}  // namespace kenkod::fetch
