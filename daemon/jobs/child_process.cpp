#include "jobs/child_process.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "common/error.hpp"

namespace kenkod::jobs {
namespace {

struct Limit {
  __rlimit_resource resource;
  rlim_t value;
};

// Everything the child needs between vfork and exec, made before: it shares the parent's memory until then.
struct Prepared {
  std::vector<char*> arguments;
  std::array<char*, 1> environment{nullptr};
  std::vector<Limit> limits;
  Fd nowhere;
  int input = -1, output = -1;
};

Prepared prepare(const ChildSetup& setup) {
  Prepared prepared;
  for (const std::string& one : setup.arguments) prepared.arguments.push_back(const_cast<char*>(one.c_str()));
  prepared.arguments.push_back(nullptr);
  constexpr rlim_t kDescriptors = 16;  // the loader, the tables and the converters use a few
  prepared.limits = {{RLIMIT_CORE, 0},
                     {RLIMIT_FSIZE, 0},
                     {RLIMIT_NPROC, 0},
                     {RLIMIT_NOFILE, kDescriptors},
                     {RLIMIT_CPU, static_cast<rlim_t>(setup.cpu_time.count())}};
  if (setup.address_space != 0) prepared.limits.push_back({RLIMIT_AS, setup.address_space});
  prepared.nowhere.reset(open("/dev/null", O_RDWR | O_CLOEXEC));
  // Away from 0–2: a duplicate onto itself would keep close-on-exec.
  prepared.input = fcntl(setup.input, F_DUPFD_CLOEXEC, 3);
  prepared.output = fcntl(setup.output, F_DUPFD_CLOEXEC, 3);
  return prepared;
}

// struct kernel_sigaction, all zero: the default. The libc call would write into memory shared with the
// parent.
struct KernelSigaction {
  std::array<std::uint64_t, 4> words{};
};

void default_signals() {
  constexpr int kLastSignal = 64;
  const KernelSigaction defaults;
  for (int signal = 1; signal <= kLastSignal; ++signal)
    syscall(SYS_rt_sigaction, signal, &defaults, nullptr, sizeof(std::uint64_t));
  const std::uint64_t none = 0;
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, nullptr, sizeof none);
}

// Between vfork and exec: system calls only.
[[noreturn]] void become_child(const Prepared& prepared) {
  constexpr int kCannotStart = 127;
  const bool ready = prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 && dup2(prepared.input, 0) == 0 &&
                     dup2(prepared.output, 1) == 1 && dup2(prepared.nowhere.get(), 2) == 2 &&
                     syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC) == 0;
  if (!ready) _exit(kCannotStart);
  for (const Limit& limit : prepared.limits) {
    const rlimit value{limit.value, limit.value};
    if (setrlimit(limit.resource, &value) != 0) _exit(kCannotStart);
  }
  default_signals();
  execve(prepared.arguments.front(), prepared.arguments.data(), prepared.environment.data());
  _exit(kCannotStart);
}

[[gnu::noinline]] pid_t start(const Prepared& prepared) {
  const pid_t pid = vfork();
  if (pid == 0) become_child(prepared);
  return pid;
}

[[noreturn]] void cannot_start() { throw Error(ErrorCode::Failed, "The parser could not be started."); }

}  // namespace

ChildProcess::ChildProcess(const ChildSetup& setup) {
  const Prepared prepared = prepare(setup);
  const Fd input(prepared.input), output(prepared.output);
  if (!input || !output || !prepared.nowhere) cannot_start();
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);  // a handler must not run in the child, on our memory
  pid_ = start(prepared);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (pid_ < 0) cannot_start();
  pidfd_.reset(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)));
  if (!pidfd_) {
    kill(pid_, SIGKILL);
    reap();
    cannot_start();
  }
}

ChildProcess::~ChildProcess() {
  if (pid_ < 0 || reaped_) return;
  kill(pid_, SIGKILL);  // not reaped yet: the number is still this child
  reap();
}

int ChildProcess::reap() {
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  reaped_ = true;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace kenkod::jobs
