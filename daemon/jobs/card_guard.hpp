// When work on a card must end: the machine goes to sleep, or the person at it leaves (screen lock, switch to
// another user). It has ended, and the card forgotten the PIN, before the machine sleeps.
#pragma once

#include <sys/types.h>

#include <memory>

#include "loop/cancel.hpp"
#include "loop/task.hpp"

namespace kenkod::jobs {

class CardGuard {
 public:
  virtual ~CardGuard() = default;
  // As long as the result is kept, suspend is delayed and `work` is cancelled (Cancelled) for either reason.
  // Throws the same while the machine is about to sleep. Without logind neither happens.
  virtual loop::Task<std::shared_ptr<void>> hold(uid_t uid, loop::Cancel work) = 0;
};

}  // namespace kenkod::jobs
