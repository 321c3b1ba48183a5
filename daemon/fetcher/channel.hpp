// The conversation with one worker of kenkod-fetch. Ends, and the worker with it, when the object does. Loop
// thread only.
#pragma once

#include <string_view>
#include <utility>

#include "common/fetch_protocol.hpp"
#include "loop/cancel.hpp"
#include "loop/event_loop.hpp"
#include "loop/task.hpp"

namespace kenkod::fetcher {

class Channel {
 public:
  Channel(loop::EventLoop& loop, Fd socket);

  // Throws Error(Unavailable) when the worker is gone.
  void send(const fetch::Request& request);
  // The next thing the worker says; of Failed it throws the error (portal_error.hpp). Throws also
  // ProtocolViolation, Unavailable (the worker died, or said nothing for 20 minutes) or the reason of the
  // cancellation.
  [[nodiscard]] loop::Task<fetch::Answer> receive(loop::Cancel cancel);

 private:
  loop::EventLoop& loop_;
  Fd socket_;
};

// The one answer that may come now.
template <class T>
T expect(fetch::Answer answer) {
  if (auto* found = std::get_if<T>(&answer)) return std::move(*found);
  throw Error(ErrorCode::ProtocolViolation, "The fetcher said something else than was asked.");
}

}  // namespace kenkod::fetcher
