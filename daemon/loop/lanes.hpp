// Work that may block, in order, per OS user: one lane for the vault, one for parsing. One user's slow work
// never delays another's, nor the loop. A lane's thread starts with its first work and ends when idle.
#pragma once

#include <sys/types.h>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>

#include "loop/event_loop.hpp"
#include "loop/task.hpp"

namespace kenkod::loop {

enum class Lane : std::uint8_t { vault, parse, card, card_watch };

class Lanes {
 public:
  explicit Lanes(EventLoop& loop) : loop_(loop) {}
  // Waits for running work; cancel it first.
  ~Lanes();
  Lanes(const Lanes&) = delete;
  Lanes& operator=(const Lanes&) = delete;

  // Runs `work` on the lane; `co_await lanes.run(…)` gives its result or rethrows what it threw.
  template <class F>
  auto run(uid_t uid, Lane lane, F work) -> Promise<std::invoke_result_t<F&>> {
    using R = std::invoke_result_t<F&>;
    Promise<R> promise(loop_);
    // std::function wants copyable captures; the work itself may be move-only.
    auto shared = std::make_shared<F>(std::move(work));
    push(uid, lane, [this, promise, shared]() mutable {
      std::function<void()> done;
      try {
        if constexpr (std::is_void_v<R>) {
          (*shared)();
          done = [promise] { promise.fulfil(); };
        } else {
          auto result = std::make_shared<R>((*shared)());
          done = [promise, result] { promise.fulfil(std::move(*result)); };
        }
      } catch (...) {
        done = [promise, error = std::current_exception()] { promise.fail(error); };
      }
      shared.reset();  // what the work held ends on its lane, before anybody hears of the end
      loop_.post(std::move(done));
    });
    return promise;
  }

 private:
  struct Queue {
    std::deque<std::function<void()>> work;
    std::condition_variable more;
    bool running = false;
    std::thread thread;
  };
  void push(uid_t uid, Lane lane, std::function<void()> work);
  void serve(Queue& queue);

  EventLoop& loop_;
  std::mutex mutex_;
  bool stopping_ = false;
  std::map<std::pair<uid_t, Lane>, std::unique_ptr<Queue>> queues_;
};

}  // namespace kenkod::loop
