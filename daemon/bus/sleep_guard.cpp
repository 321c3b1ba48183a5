#include "bus/sleep_guard.hpp"

#include <string>

#include "bus/outgoing.hpp"
#include "loop/journal.hpp"

namespace kenkod::bus {
namespace {

constexpr auto kTime = std::chrono::seconds(2);

Error asleep() { return {ErrorCode::Cancelled, "The computer is going to sleep."}; }

void ask_for_lock(sdbus::MethodCall& call) {
  call << std::string("sleep") << std::string("kenkod") << std::string("A card is in use")
       << std::string("delay");
}

}  // namespace

struct SleepGuard::Delay {
  SleepGuard* guard;
  loop::Cancel work;
  std::shared_ptr<Fd> lock;  // closing it lets the machine sleep

  Delay(SleepGuard* of, loop::Cancel what) : guard(of), work(std::move(what)) {}
  Delay(const Delay&) = delete;
  Delay& operator=(const Delay&) = delete;
  ~Delay() { guard->delays_.erase(this); }
};

loop::Task<std::shared_ptr<void>> SleepGuard::delay(loop::Cancel work) {
  if (asleep_) throw asleep();
  auto delay = std::make_shared<Delay>(this, work);
  delays_.emplace(delay.get(), delay);
  try {
    auto asking = call_method(
        connection_, loop_,
        Target{"org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager"},
        "Inhibit", ask_for_lock, read_fd, kTime, work);
    delay->lock = co_await std::move(asking);
  } catch (const sdbus::Error& error) {
    // No logind: nothing here will send the machine to sleep.
    loop::journal::debug("Sleep cannot be delayed", {{"ERROR_NAME", error.getName()}});
  }
  work.throw_if_cancelled();
  co_return delay;
}

void SleepGuard::sleep(bool begins) {
  asleep_ = begins;
  if (!begins) return;
  for (const auto& [key, weak] : std::map(delays_))
    if (const auto delay = weak.lock()) delay->work.cancel(asleep());
}

}  // namespace kenkod::bus
