// Ends card work for what logind tells, and has it wait with its suspend until that has happened.
#pragma once

#include <map>
#include <memory>

#include "bus/connection.hpp"
#include "jobs/card_guard.hpp"

namespace kenkod::bus {

class CardGuard final : public jobs::CardGuard {
 public:
  CardGuard(Connection& connection, loop::EventLoop& loop) : connection_(connection), loop_(loop) {}

  loop::Task<std::shared_ptr<void>> hold(uid_t uid, loop::Cancel work) override;
  // logind's PrepareForSleep: begins, or is over.
  void sleep(bool begins);
  void user_left(uid_t uid);
  // No work on a card is going on.
  [[nodiscard]] bool idle() const noexcept { return held_.empty(); }

 private:
  struct Held;
  Connection& connection_;
  loop::EventLoop& loop_;
  bool asleep_ = false;
  std::map<const Held*, std::weak_ptr<Held>> held_;
};

}  // namespace kenkod::bus
