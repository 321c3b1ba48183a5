#include "loop/event_loop.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>

#include <csignal>
#include <system_error>
#include <utility>

#include "loop/guard.hpp"

namespace kenkod::loop {
namespace {

int check(int result, const char* what) {
  if (result < 0) throw std::system_error(-result, std::generic_category(), what);
  return result;
}

}  // namespace

struct EventLoop::SignalWatch {
  sd_event_source* source = nullptr;
  std::function<void()> work;
  SignalWatch() = default;
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;
  ~SignalWatch() { sd_event_source_disable_unref(source); }
};

EventLoop::EventLoop(const Clock& clock) : clock_(clock), wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  check(sd_event_new(&event_), "event loop");
  sd_event_set_watchdog(event_, 1);  // no-op unless the unit asks for it
  check(sd_event_add_time(
            event_, &timer_source_, CLOCK_BOOTTIME, 0, 1,
            [](sd_event_source*, std::uint64_t, void* self) {
              static_cast<EventLoop*>(self)->run_timers();
              return 0;
            },
            this),
        "timer");
  check(sd_event_source_set_enabled(timer_source_, SD_EVENT_OFF), "timer");
  wake_watch_ = watch(wake_.get(), EPOLLIN, [this](std::uint32_t) { run_posted(); });
}

EventLoop::~EventLoop() {
  signals_.clear();
  wake_watch_.reset();
  sd_event_source_disable_unref(timer_source_);
  sd_event_unref(event_);
}

int EventLoop::run() { return check(sd_event_loop(event_), "event loop"); }

void EventLoop::quit(int code) { sd_event_exit(event_, code); }

void EventLoop::post(std::function<void()> work) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    wake = posted_.empty();
    posted_.push_back(std::move(work));
  }
  if (wake) eventfd_write(wake_.get(), 1);
}

void EventLoop::run_posted() {
  eventfd_t ignored = 0;
  eventfd_read(wake_.get(), &ignored);
  std::vector<std::function<void()>> batch;
  {
    const std::lock_guard lock(mutex_);
    batch.swap(posted_);
  }
  for (auto& work : batch) {
    guarded("posted work", work);
    work = nullptr;  // what it captured ends before the next one runs
  }
}

Timer EventLoop::after(std::chrono::microseconds delay, std::function<void()> work) {
  Timer timer;
  timer.state_ = std::make_shared<std::function<void()>>(std::move(work));
  timers_.emplace(clock_.boottime_us() + delay.count(), timer.state_);
  arm();
  return timer;
}

void EventLoop::run_timers() {
  const auto now = clock_.boottime_us();
  while (!timers_.empty() && timers_.begin()->first <= now) {
    const auto work = timers_.begin()->second.lock();
    timers_.erase(timers_.begin());
    if (work != nullptr) guarded("timer", *work);
  }
  arm();
}

void EventLoop::arm() {
  while (!timers_.empty() && timers_.begin()->second.expired()) timers_.erase(timers_.begin());
  if (timers_.empty()) {
    sd_event_source_set_enabled(timer_source_, SD_EVENT_OFF);
    return;
  }
  // The clock may run ahead of the kernel's (tests): only the distance counts.
  const auto distance = std::max<std::int64_t>(0, timers_.begin()->first - clock_.boottime_us());
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  const auto kernel_now =
      static_cast<std::uint64_t>(now.tv_sec) * 1'000'000 + static_cast<std::uint64_t>(now.tv_nsec) / 1000;
  sd_event_source_set_time(timer_source_, kernel_now + static_cast<std::uint64_t>(distance));
  sd_event_source_set_enabled(timer_source_, SD_EVENT_ONESHOT);
}

void EventLoop::on_signal(int signal, std::function<void()> work) {
  auto watch = std::make_unique<SignalWatch>();
  watch->work = std::move(work);
  sigset_t mask;
  sigemptyset(&mask);
  sigaddset(&mask, signal);
  pthread_sigmask(SIG_BLOCK, &mask, nullptr);
  check(sd_event_add_signal(
            event_, &watch->source, signal,
            [](sd_event_source*, const signalfd_siginfo*, void* self) {
              guarded("signal", static_cast<SignalWatch*>(self)->work);
              return 0;
            },
            watch.get()),
        "signal");
  signals_.push_back(std::move(watch));
}

std::unique_ptr<EventLoop::IoWatch> EventLoop::watch(int fd, std::uint32_t epoll_events,
                                                     std::function<void(std::uint32_t)> work) {
  auto watch = std::make_unique<IoWatch>();
  watch->work = std::move(work);
  const int result = sd_event_add_io(
      event_, &watch->source, fd, epoll_events,
      [](sd_event_source*, int, std::uint32_t events, void* self) {
        guarded("descriptor", [&] { static_cast<IoWatch*>(self)->work(events); });
        return 0;
      },
      watch.get());
  if (result == -EPERM) return nullptr;
  check(result, "descriptor");
  return watch;
}

}  // namespace kenkod::loop
