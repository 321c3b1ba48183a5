#include "parse/sandbox.hpp"

#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <memory>
#include <stdexcept>

namespace kenkod::parse {
namespace {

[[noreturn]] void fail(const char* what) { throw std::runtime_error(what); }

// struct landlock_ruleset_attr as of ABI 6; older headers know fewer fields, older kernels take a shorter
// one.
struct LandlockRuleset {
  std::uint64_t handled_access_fs = 0, handled_access_net = 0, scoped = 0;
};

// Every right the kernel knows is handled and none is granted.
void forbid_files() {
  constexpr unsigned kVersion = 1;  // LANDLOCK_CREATE_RULESET_VERSION
  const long abi = syscall(SYS_landlock_create_ruleset, nullptr, 0, kVersion);
  if (abi < 1) {
    // Not built in, not started, or kept away by a container: seccomp alone has to do.
    if (errno == ENOSYS || errno == EOPNOTSUPP || errno == EPERM) return;
    fail("landlock version");
  }
  constexpr std::array<unsigned, 5> kRights{13, 14, 15, 15, 16};  // file rights of ABI 1 to 5
  const std::size_t known = abi > 5 ? 4 : static_cast<std::size_t>(abi - 1);
  LandlockRuleset ruleset;
  ruleset.handled_access_fs = (1ULL << kRights.at(known)) - 1;
  std::size_t size = sizeof(std::uint64_t);
  if (abi >= 4) {
    ruleset.handled_access_net = 3;  // bind, connect
    size = 2 * sizeof(std::uint64_t);
  }
  if (abi >= 6) {
    ruleset.scoped = 3;  // abstract sockets, signals
    size = sizeof ruleset;
  }
  const long fd = syscall(SYS_landlock_create_ruleset, &ruleset, size, 0);
  if (fd < 0) fail("landlock ruleset");
  if (syscall(SYS_landlock_restrict_self, fd, 0) != 0) fail("landlock restrict");
  close(static_cast<int>(fd));
}

struct FilterDeleter {
  void operator()(void* filter) const noexcept { seccomp_release(filter); }
};
using Filter = std::unique_ptr<void, FilterDeleter>;

template <class... Conditions>
void allow(const Filter& filter, int call, Conditions... conditions) {
  if (seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, sizeof...(conditions), conditions...) != 0)
    fail("seccomp rule");
}

void forbid_calls() {
  const Filter filter(seccomp_init(SCMP_ACT_KILL_PROCESS));
  if (!filter) fail("seccomp init");
  allow(filter, SCMP_SYS(write), SCMP_A0(SCMP_CMP_EQ, STDOUT_FILENO));
  // Anonymous memory, never executable; the descriptor is the int −1.
  allow(filter, SCMP_SYS(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
        SCMP_A4(SCMP_CMP_MASKED_EQ, 0xFFFFFFFF, 0xFFFFFFFF));
  for (const int call : {SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise),
                         SCMP_SYS(futex), SCMP_SYS(clock_gettime), SCMP_SYS(getrandom),
                         SCMP_SYS(rt_sigreturn), SCMP_SYS(exit), SCMP_SYS(exit_group)})
    allow(filter, call);
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  // The sanitizers' own needs; UBSan tries addresses by writing from them into a pipe.
  for (const int call : {SCMP_SYS(sched_yield), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(sigaltstack),
                         SCMP_SYS(rt_sigprocmask), SCMP_SYS(mprotect), SCMP_SYS(getrusage), SCMP_SYS(pipe),
                         SCMP_SYS(pipe2), SCMP_SYS(write), SCMP_SYS(close)})
    allow(filter, call);
#endif
  if (seccomp_load(filter.get()) != 0) fail("seccomp load");
}

}  // namespace

void forbid_dumping() {
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) fail("dumpable");
}

void enter_sandbox() {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fail("no new privileges");
  forbid_files();
  forbid_calls();
}

}  // namespace kenkod::parse
