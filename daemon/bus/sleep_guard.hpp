// logind's delay inhibitor for jobs that must end before the machine sleeps.
#pragma once

#include <map>
#include <memory>

#include "bus/connection.hpp"
#include "jobs/sleep.hpp"

namespace kenkod::bus {

class SleepGuard final : public jobs::Sleep {
 public:
  SleepGuard(Connection& connection, loop::EventLoop& loop) : connection_(connection), loop_(loop) {}

  loop::Task<std::shared_ptr<void>> delay(loop::Cancel work) override;
  // logind's PrepareForSleep: begins, or is over.
  void sleep(bool begins);

 private:
  struct Delay;
  Connection& connection_;
  loop::EventLoop& loop_;
  bool asleep_ = false;
  std::map<const Delay*, std::weak_ptr<Delay>> delays_;
};

}  // namespace kenkod::bus
