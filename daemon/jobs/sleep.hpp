// Suspend, seen from a job: work on a card must have ended, and the card forgotten the PIN, before the
// machine sleeps.
#pragma once

#include <memory>

#include "loop/cancel.hpp"
#include "loop/task.hpp"

namespace kenkod::jobs {

class Sleep {
 public:
  virtual ~Sleep() = default;
  // Delays suspend as long as the result is kept, and cancels `work` (Cancelled) when it is asked for. Throws
  // the same while the machine is about to sleep. Without logind nothing is delayed.
  virtual loop::Task<std::shared_ptr<void>> delay(loop::Cancel work) = 0;
};

}  // namespace kenkod::jobs
