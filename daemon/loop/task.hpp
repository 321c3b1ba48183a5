// Coroutines of the loop thread: a job reads like its description and never blocks. A Task starts when
// awaited (or spawned); exceptions travel to whoever awaits it. A Promise is fulfilled once, by anybody on
// the loop thread, and resumes its waiter through the loop, never inside the fulfilling call (sd-bus and
// sd-event callbacks stay shallow).
#pragma once

#include <coroutine>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include "common/error.hpp"
#include "loop/event_loop.hpp"
#include "loop/journal.hpp"

namespace kenkod::loop {

template <class T = void>
class [[nodiscard]] Task;

namespace detail {

struct FinalAwaiter {
  [[nodiscard]] bool await_ready() const noexcept { return false; }
  template <class P>
  std::coroutine_handle<> await_suspend(std::coroutine_handle<P> done) noexcept {
    return done.promise().continuation ? done.promise().continuation : std::noop_coroutine();
  }
  void await_resume() const noexcept {}
};

struct PromiseBase {
  std::coroutine_handle<> continuation;
  std::exception_ptr error;
  [[nodiscard]] std::suspend_always initial_suspend() const noexcept { return {}; }
  [[nodiscard]] FinalAwaiter final_suspend() const noexcept { return {}; }
  void unhandled_exception() noexcept { error = std::current_exception(); }
};

template <class T>
struct TaskPromise : PromiseBase {
  std::optional<T> value;
  Task<T> get_return_object() noexcept;
  template <class U>
  void return_value(U&& v) {
    value.emplace(std::forward<U>(v));
  }
  T take() {
    if (error) std::rethrow_exception(error);
    return std::move(*value);
  }
};

template <>
struct TaskPromise<void> : PromiseBase {
  Task<void> get_return_object() noexcept;
  void return_void() const noexcept {}
  void take() const {
    if (error) std::rethrow_exception(error);
  }
};

}  // namespace detail

template <class T>
class [[nodiscard]] Task {
 public:
  using promise_type = detail::TaskPromise<T>;
  using Handle = std::coroutine_handle<promise_type>;

  explicit Task(Handle handle) noexcept : handle_(handle) {}
  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Task& operator=(Task&& other) noexcept {
    if (this != &other) {
      if (handle_) handle_.destroy();
      handle_ = std::exchange(other.handle_, {});
    }
    return *this;
  }
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;
  ~Task() {
    if (handle_) handle_.destroy();
  }

  struct Awaiter {
    Handle handle;
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiter) noexcept {
      handle.promise().continuation = waiter;
      return handle;
    }
    T await_resume() { return handle.promise().take(); }
  };
  Awaiter operator co_await() const& noexcept { return Awaiter{handle_}; }
  Awaiter operator co_await() && noexcept { return Awaiter{handle_}; }

 private:
  Handle handle_;
};

namespace detail {

template <class T>
Task<T> TaskPromise<T>::get_return_object() noexcept {
  return Task<T>(std::coroutine_handle<TaskPromise<T>>::from_promise(*this));
}
inline Task<void> TaskPromise<void>::get_return_object() noexcept {
  return Task<void>(std::coroutine_handle<TaskPromise<void>>::from_promise(*this));
}

// Owns itself: lives until the task it runs has ended.
struct Detached {
  struct promise_type {
    [[nodiscard]] Detached get_return_object() const noexcept { return {}; }
    [[nodiscard]] std::suspend_never initial_suspend() const noexcept { return {}; }
    [[nodiscard]] std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    void unhandled_exception() const noexcept {
      try {
        throw;
      } catch (const std::exception& error) {
        journal::bug("detached task", error.what());
      } catch (...) {
        journal::bug("detached task", "unknown exception");
      }
    }
  };
};

}  // namespace detail

// Runs a task nobody waits for. What it throws is logged as a bug: handle errors inside.
inline detail::Detached spawn(Task<void> task) { co_await std::move(task); }

template <class T>
class Promise {
  // void is carried as a bool so that one implementation serves both.
  using Stored = std::conditional_t<std::is_void_v<T>, bool, T>;
  struct State {
    EventLoop* loop;
    std::optional<Stored> value;
    std::exception_ptr error;
    std::coroutine_handle<> waiter;
    [[nodiscard]] bool done() const noexcept { return value.has_value() || error != nullptr; }
    void wake() {
      if (waiter) loop->post([handle = std::exchange(waiter, {})] { handle.resume(); });
    }
  };

 public:
  explicit Promise(EventLoop& loop) : state_(std::make_shared<State>()) { state_->loop = &loop; }

  // The first one counts; later ones are ignored (a cancellation may race with a result).
  template <class... V>
  void fulfil(V&&... value) const {
    if (state_->done()) return;
    if constexpr (std::is_void_v<T>)
      state_->value.emplace(true);
    else
      state_->value.emplace(std::forward<V>(value)...);
    state_->wake();
  }
  void fail(std::exception_ptr error) const {
    if (state_->done()) return;
    state_->error = std::move(error);
    state_->wake();
  }
  void fail(Error error) const { fail(std::make_exception_ptr(std::move(error))); }
  [[nodiscard]] bool done() const noexcept { return state_->done(); }

  struct Awaiter {
    std::shared_ptr<State> state;
    [[nodiscard]] bool await_ready() const noexcept { return state->done(); }
    void await_suspend(std::coroutine_handle<> waiter) const noexcept { state->waiter = waiter; }
    T await_resume() const {
      if (state->error) std::rethrow_exception(state->error);
      if constexpr (!std::is_void_v<T>) return std::move(*state->value);
    }
  };
  // One waiter at a time.
  Awaiter operator co_await() const noexcept { return Awaiter{state_}; }

 private:
  std::shared_ptr<State> state_;
};

}  // namespace kenkod::loop
