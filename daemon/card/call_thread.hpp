// PC/SC calls block without limit: connecting while another program holds the card, sending to a card that
// does not answer, establishing while the service does not start. Here they run on a thread of their own, and
// who needs the result waits as long as it wants to. A thread whose call never comes back is left behind; it
// cleans up after itself when the call returns.
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>

#include "common/error.hpp"
#include "common/fd.hpp"

namespace kenkod::card {

// The threads that were left behind in one daemon. Thread-safe.
class Abandoned {
 public:
  static constexpr std::size_t kMost = 4;

  using Place = std::list<Error>::iterator;

  // Throws the reason of the last one when there are too many already: the next call would hang as well.
  void require_room() const;
  Place add(const Error& reason);
  void remove(Place place);
  [[nodiscard]] int count() const;
  // Whether one of them hangs for this reason.
  [[nodiscard]] bool any(ErrorCode reason) const;

 private:
  mutable std::mutex mutex_;
  std::list<Error> reasons_;
};

class CallThread {
 public:
  // `clean_up` runs on the thread as its last act, also when it was left behind.
  CallThread(std::shared_ptr<Abandoned> abandoned, std::function<void()> clean_up);
  ~CallThread();
  CallThread(const CallThread&) = delete;
  CallThread& operator=(const CallThread&) = delete;

  // Runs `call` on the thread and waits for it: until `limit` is over, then throws `late`, or until `stop` is
  // readable, then throws Cancelled; in both cases the thread is lost and every later run() throws the same.
  // What `call` captures must be able to outlive the caller. `interrupt` may end a call that can be ended;
  // the thread is lost only if it does not end then.
  template <class F>
  std::invoke_result_t<F&> run(std::chrono::milliseconds limit, int stop, const Error& late, F call,
                               const std::function<void()>& interrupt = {}) {
    struct Result {
      std::optional<std::invoke_result_t<F&>> value;
      std::exception_ptr error;
    };
    auto result = std::make_shared<Result>();
    wait_for(
        [result, call = std::move(call)]() mutable {
          try {
            result->value.emplace(call());
          } catch (...) {
            result->error = std::current_exception();
          }
        },
        limit, stop, late, interrupt);
    if (result->error) std::rethrow_exception(result->error);
    return std::move(*result->value);
  }
  [[nodiscard]] bool lost() const noexcept { return lost_.has_value(); }

 private:
  struct State {
    std::mutex mutex;
    std::condition_variable changed;
    std::function<void()> call;  // empty: nothing to do
    bool ending = false, abandoned = false, returned = false;
    Abandoned::Place place;  // when abandoned
    Fd done;                 // readable when the call has returned
  };
  static void serve(const std::shared_ptr<State>& state, const std::shared_ptr<Abandoned>& abandoned,
                    const std::function<void()>& clean_up);
  void wait_for(std::function<void()> call, std::chrono::milliseconds limit, int stop, const Error& late,
                const std::function<void()>& interrupt);
  void abandon(const Error& reason);

  std::shared_ptr<Abandoned> abandoned_;
  std::shared_ptr<State> state_;
  std::thread thread_;
  std::optional<Error> lost_;
};

}  // namespace kenkod::card
