#include "card/call_thread.hpp"

#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace kenkod::card {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kInterruptTime = std::chrono::seconds(1);
constexpr auto kCleanUpTime = std::chrono::seconds(3);  // a reset powers the card up again

enum class End : std::uint8_t { done, stopped, late };

int milliseconds_until(Clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 1'000'000'000));
}

End wait(int done, int stop, std::chrono::milliseconds limit) {
  const auto deadline = Clock::now() + limit;
  for (;;) {
    // A negative descriptor is passed over.
    std::array<pollfd, 2> fds{pollfd{done, POLLIN, 0}, pollfd{stop, POLLIN, 0}};
    const int ready = ::poll(fds.data(), fds.size(), milliseconds_until(deadline));
    if (fds[0].revents != 0) return End::done;
    if (ready > 0 && fds[1].revents != 0) return End::stopped;
    if (ready == 0 && Clock::now() >= deadline) return End::late;
  }
}

}  // namespace

void Abandoned::require_room() const {
  const std::lock_guard lock(mutex_);
  if (reasons_.size() >= kMost) throw Error(reasons_.back());
}

Abandoned::Place Abandoned::add(const Error& reason) {
  const std::lock_guard lock(mutex_);
  return reasons_.insert(reasons_.end(), reason);
}

void Abandoned::remove(Place place) {
  const std::lock_guard lock(mutex_);
  reasons_.erase(place);
}

int Abandoned::count() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(reasons_.size());
}

bool Abandoned::any(ErrorCode reason) const {
  const std::lock_guard lock(mutex_);
  return std::ranges::any_of(reasons_, [&](const Error& error) { return error.code() == reason; });
}

CallThread::CallThread(std::shared_ptr<Abandoned> abandoned, std::function<void()> clean_up)
    : abandoned_(std::move(abandoned)), state_(std::make_shared<State>()) {
  abandoned_->require_room();
  state_->done.reset(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (state_->done.get() < 0) throw Error(ErrorCode::Failed, "No descriptor is left for the card.");
  thread_ = std::thread(
      [state = state_, list = abandoned_, clean_up = std::move(clean_up)] { serve(state, list, clean_up); });
}

CallThread::~CallThread() {
  if (lost()) return;  // detached
  {
    const std::lock_guard lock(state_->mutex);
    state_->ending = true;
  }
  state_->changed.notify_one();
  // Cleaning up may hang like any call.
  if (wait(state_->done.get(), -1, kCleanUpTime) == End::done) {
    thread_.join();
    return;
  }
  const std::lock_guard lock(state_->mutex);
  thread_.detach();
  if (state_->returned) return;
  state_->abandoned = true;
  state_->place = abandoned_->add(Error(ErrorCode::CardSilent, "The card did not let go."));
}

void CallThread::serve(const std::shared_ptr<State>& state, const std::shared_ptr<Abandoned>& abandoned,
                       const std::function<void()>& clean_up) {
  std::unique_lock lock(state->mutex);
  for (;;) {
    state->changed.wait(lock, [&] { return state->call || state->ending; });
    if (!state->call) break;
    auto call = std::exchange(state->call, nullptr);
    lock.unlock();
    call();
    call = nullptr;  // what it held (a PIN on its way) is wiped before anybody hears of the end
    lock.lock();
    if (state->abandoned) break;
    eventfd_write(state->done.get(), 1);
  }
  lock.unlock();
  clean_up();
  lock.lock();
  state->returned = true;
  if (state->abandoned) abandoned->remove(state->place);
  eventfd_write(state->done.get(), 1);
}

void CallThread::wait_for(std::function<void()> call, std::chrono::milliseconds limit, int stop,
                          const Error& late, const std::function<void()>& interrupt) {
  if (lost_) throw Error(*lost_);
  {
    const std::lock_guard lock(state_->mutex);
    state_->call = std::move(call);
  }
  state_->changed.notify_one();
  auto end = wait(state_->done.get(), stop, limit);
  const auto reason =
      end == End::stopped ? Error(ErrorCode::Cancelled, "The work on the card was cancelled.") : late;
  const bool in_time = end == End::done;
  if (!in_time && interrupt) {
    std::thread(interrupt).detach();  // may hang like any call; what matters is whether ours returns
    end = wait(state_->done.get(), -1, kInterruptTime);
  }
  if (end != End::done) {
    // Whoever comes later hears of what hangs, not that somebody lost patience.
    abandon(late);
    lost_ = reason;
    throw Error(reason);
  }
  eventfd_t ignored = 0;
  eventfd_read(state_->done.get(), &ignored);
  if (!in_time && reason.code() == ErrorCode::Cancelled) throw Error(reason);
}

void CallThread::abandon(const Error& reason) {
  {
    const std::lock_guard lock(state_->mutex);
    state_->abandoned = true;
    state_->ending = true;
    state_->place = abandoned_->add(reason);
  }
  state_->changed.notify_one();  // it may have returned just now
  thread_.detach();
}

}  // namespace kenkod::card
