// One exec'd child with nothing but the given descriptors, limited in memory, time and files, killed and
// reaped with its owner.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "common/fd.hpp"

namespace kenkod::jobs {

struct ChildSetup {
  std::vector<std::string> arguments;  // the first is the program's path
  int input = -1, output = -1;         // become 0 and 1; 2 is /dev/null; all others are closed
  std::uint64_t address_space = 0;     // bytes, 0 = no limit
  std::chrono::seconds cpu_time{60};
};

class ChildProcess {
 public:
  // Throws Error(Failed) when it cannot be started.
  explicit ChildProcess(const ChildSetup& setup);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess();  // SIGKILL, then reaps

  [[nodiscard]] pid_t pid() const noexcept { return pid_; }
  [[nodiscard]] int pidfd() const noexcept { return pidfd_.get(); }  // readable when it has ended
  // Waits for the end; the exit status, or −1 when a signal ended it.
  int reap();

 private:
  pid_t pid_ = -1;
  Fd pidfd_;
  bool reaped_ = false;
};

}  // namespace kenkod::jobs
