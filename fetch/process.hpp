// What this process may do, and the one it makes for each job.
#pragma once

#include <sys/types.h>

#include "common/fd.hpp"

namespace kenkod::fetch {

inline constexpr int kWorkerSocket = 3;

// No core file, no other process of this user looks inside, no file that others can read.
void protect_process();

// Readable when the process is told to end (SIGTERM, SIGINT), which then does not end it. Throws
// std::runtime_error.
[[nodiscard]] Fd watch_for_termination();

struct WorkerProcess {
  pid_t pid = -1;
  Fd pidfd;   // readable when it has ended
  Fd socket;  // the end that kenkod gets
};

// Starts this program again as a worker with nothing but its socket, standard error and the few settings it
// needs. Throws Error(Failed).
[[nodiscard]] WorkerProcess start_worker();

}  // namespace kenkod::fetch
