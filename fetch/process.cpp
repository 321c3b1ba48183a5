#include "process.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "common/error.hpp"

namespace kenkod::fetch {
namespace {

// Nothing else of the environment decides anything: no proxy, no file for TLS keys, no configuration of
// OpenSSL.
constexpr std::array kPassedOn{"CREDENTIALS_DIRECTORY", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS",
                               "LSAN_OPTIONS"};

struct Prepared {
  std::vector<std::string> settings;
  std::vector<char*> environment;
  std::array<char*, 3> arguments{};
  Fd nowhere, worker;
};

[[noreturn]] void cannot() { throw Error(ErrorCode::Failed, "A worker could not be started."); }

Prepared prepare(const Fd& worker) {
  static std::string program = "/proc/self/exe", mode = "--worker";
  Prepared prepared;
  for (const char* name : kPassedOn)
    if (const char* value = std::getenv(name)) prepared.settings.push_back(std::string(name) + "=" + value);
  for (std::string& setting : prepared.settings) prepared.environment.push_back(setting.data());
  prepared.environment.push_back(nullptr);
  prepared.arguments = {program.data(), mode.data(), nullptr};
  prepared.nowhere.reset(open("/dev/null", O_RDWR | O_CLOEXEC));
  // Above the place it goes to: a duplicate onto itself would stay close-on-exec.
  prepared.worker.reset(fcntl(worker.get(), F_DUPFD_CLOEXEC, kWorkerSocket + 1));
  if (!prepared.nowhere || !prepared.worker) cannot();
  return prepared;
}

// Between fork and exec.
[[noreturn]] void become_worker(const Prepared& prepared) {
  constexpr int kCannotStart = 127;
  for (int signal = 1; signal < NSIG; ++signal) std::signal(signal, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  if (dup2(prepared.nowhere.get(), 0) == 0 && dup2(prepared.nowhere.get(), 1) == 1 &&
      dup2(prepared.worker.get(), kWorkerSocket) == kWorkerSocket &&
      syscall(SYS_close_range, static_cast<unsigned>(kWorkerSocket) + 1, ~0U, 0) == 0)
    execve(prepared.arguments.front(), prepared.arguments.data(), prepared.environment.data());
  _exit(kCannotStart);
}

}  // namespace

void protect_process() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  std::signal(SIGPIPE, SIG_IGN);
  umask(0077);
  prctl(PR_SET_DUMPABLE, 0);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
}

Fd watch_for_termination() {
  sigset_t mask;
  sigemptyset(&mask);
  sigaddset(&mask, SIGTERM);
  sigaddset(&mask, SIGINT);
  sigprocmask(SIG_BLOCK, &mask, nullptr);
  Fd signals(signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!signals) throw std::runtime_error("no descriptor for signals");
  return signals;
}

WorkerProcess start_worker() {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) cannot();
  WorkerProcess process;
  process.socket.reset(ends[0]);
  const Fd worker(ends[1]);
  const auto prepared = prepare(worker);
  process.pid = fork();
  if (process.pid == 0) become_worker(prepared);
  if (process.pid < 0) cannot();
  process.pidfd.reset(static_cast<int>(syscall(SYS_pidfd_open, process.pid, 0)));
  if (!process.pidfd) cannot();  // its socket closes with ours, and it ends
  return process;
}

}  // namespace kenkod::fetch
