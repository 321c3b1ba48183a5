// Cancellation of a job: by its caller, by the caller's death, by Lock, by shutdown. Loop thread only; what a
// worker thread may look at is the descriptor.
#pragma once

#include <sys/eventfd.h>

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "common/error.hpp"
#include "common/fd.hpp"

namespace kenkod::loop {

class Cancel {
 public:
  // Keep it as long as the work should run at cancellation.
  using Listener = std::shared_ptr<std::function<void()>>;

  Cancel() : state_(std::make_shared<State>()) {}

  // The first reason counts.
  void cancel(const Error& reason) const {
    if (state_->reason) return;
    state_->reason = reason;
    eventfd_write(state_->fd.get(), 1);
    for (const auto& weak : std::exchange(state_->listeners, {}))
      if (const auto listener = weak.lock()) (*listener)();
  }
  [[nodiscard]] bool cancelled() const noexcept { return state_->reason.has_value(); }
  void throw_if_cancelled() const {
    if (state_->reason) throw Error(*state_->reason);
  }
  // Readable once cancelled; workers poll it. Valid as long as any copy of this object is.
  [[nodiscard]] int fd() const noexcept { return state_->fd.get(); }

  // Runs `work` at cancellation; at once when already cancelled.
  [[nodiscard]] Listener listen(std::function<void()> work) const {
    if (state_->reason) {
      work();
      return nullptr;
    }
    auto listener = std::make_shared<std::function<void()>>(std::move(work));
    state_->listeners.push_back(listener);
    return listener;
  }
  // Cancelled with `outer`, for the same reason, as long as the listener is kept.
  [[nodiscard]] Listener follow(const Cancel& outer) const {
    return outer.listen([inner = *this, state = std::weak_ptr(outer.state_)] {
      if (const auto alive = state.lock()) inner.cancel(*alive->reason);
    });
  }
  // A listener that ends a promise with the reason of the cancellation.
  template <class P>
  [[nodiscard]] Listener fail_on_cancel(const P& promise) const {
    return listen([promise, state = std::weak_ptr(state_)] {
      if (const auto alive = state.lock()) promise.fail(Error(*alive->reason));
    });
  }

 private:
  struct State {
    std::optional<Error> reason;
    std::vector<std::weak_ptr<std::function<void()>>> listeners;
    Fd fd{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  };
  std::shared_ptr<State> state_;
};

}  // namespace kenkod::loop
