// The bus name org.kenkod1.Fetch: hands out sockets to workers, nothing else, and leaves when nobody needs
// it.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "process.hpp"

namespace kenkod::fetch {

class Front {
 public:
  // `ready`: throws Error(Failed) when there is no use in starting a worker. `allowed`: the only uid that may
  // call.
  Front(uid_t allowed, std::function<void()> ready);
  ~Front();
  Front(const Front&) = delete;
  Front& operator=(const Front&) = delete;

  // Until no worker runs and no call has come for ten seconds, or SIGTERM; returns the exit status.
  int serve();

 private:
  using Time = std::chrono::steady_clock::time_point;
  void start(sdbus::MethodCall call);
  [[nodiscard]] Fd start_for(sdbus::MethodCall& call);
  void check_caller(const std::string& name);
  void process_bus();
  void wait(std::chrono::milliseconds time);
  void reap();
  // Whoever calls after this starts a new front; what came before is still answered. False: it was, so go on.
  [[nodiscard]] bool leave();
  // The workers are told, and given the time to take back what they hold.
  void end_workers();

  uid_t allowed_;
  std::function<void()> ready_;
  Fd signals_;
  std::unique_ptr<sdbus::IConnection> connection_;
  std::unique_ptr<sdbus::IProxy> driver_;
  std::unique_ptr<sdbus::IObject> object_;
  std::vector<WorkerProcess> workers_;
  Time idle_since_;
  bool told_to_end_ = false, worker_crashed_ = false;
};

}  // namespace kenkod::fetch
