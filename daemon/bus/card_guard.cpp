#include "bus/card_guard.hpp"

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

struct CardGuard::Held {
  CardGuard* guard;
  uid_t uid;
  loop::Cancel work;
  std::shared_ptr<Fd> lock;  // closing it lets the machine sleep

  Held(CardGuard* of, uid_t whose, loop::Cancel what) : guard(of), uid(whose), work(std::move(what)) {}
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() { guard->held_.erase(this); }
};

loop::Task<std::shared_ptr<void>> CardGuard::hold(uid_t uid, loop::Cancel work) {
  if (asleep_) throw asleep();
  auto held = std::make_shared<Held>(this, uid, work);
  held_.emplace(held.get(), held);
  try {
    auto asking = call_method(
        connection_, loop_,
        Target{"org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager"},
        "Inhibit", ask_for_lock, read_fd, kTime, work);
    held->lock = co_await std::move(asking);
  } catch (const sdbus::Error& error) {
    // No logind: nothing here will send the machine to sleep.
    loop::journal::debug("Sleep cannot be delayed", {{"ERROR_NAME", error.getName()}});
  }
  work.throw_if_cancelled();
  co_return held;
}

void CardGuard::sleep(bool begins) {
  asleep_ = begins;
  if (!begins) return;
  for (const auto& [key, weak] : std::map(held_))
    if (const auto held = weak.lock()) held->work.cancel(asleep());
}

void CardGuard::user_left(uid_t uid) {
  for (const auto& [key, weak] : std::map(held_))
    if (const auto held = weak.lock(); held != nullptr && held->uid == uid)
      held->work.cancel(
          Error(ErrorCode::Cancelled, "The screen was locked, or another person uses the computer."));
}

}  // namespace kenkod::bus
