#include "client-cli/bus/bus_loop.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "client-cli/text/error_words.hpp"

namespace kenkod::cli {
namespace {

Fd watch_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, number);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  return Fd(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

}  // namespace

BusLoop::BusLoop() : wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), signals_(watch_signals()) {
  try {
    connection_ = sdbus::createSystemBusConnection();
  } catch (const sdbus::Error& error) {
    throw CallError{"org.freedesktop.DBus.Error.Disconnected", error.getMessage()};
  }
}

BusLoop::~BusLoop() = default;

void BusLoop::post(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    posted_.push_back(std::move(work));
  }
  const std::uint64_t one = 1;
  // A full counter also wakes the loop, so nothing is lost when this fails.
  [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
}

void BusLoop::run_until(const std::function<bool()>& done) {
  while (!done()) {
    try {
      while (connection_->processPendingRequest())
        if (done()) return;
    } catch (const sdbus::Error& error) {
      throw CallError{"org.freedesktop.DBus.Error.Disconnected", error.getMessage()};
    }
    run_posted();
    if (done()) return;
    wait();
  }
}

void BusLoop::wait() {
  const auto bus = connection_->getEventLoopPollData();
  std::array<pollfd, 3> fds{pollfd{bus.fd, bus.events, 0}, pollfd{wake_.get(), POLLIN, 0},
                            pollfd{signals_.get(), POLLIN, 0}};
  {
    const std::lock_guard lock(mutex_);
    if (!posted_.empty()) return;
  }
  if (::poll(fds.data(), fds.size(), bus.getPollTimeout()) < 0 && errno != EINTR)
    throw CallError{"org.freedesktop.DBus.Error.Disconnected", "poll"};
  std::uint64_t count = 0;
  [[maybe_unused]] const auto drained = ::read(wake_.get(), &count, sizeof count);
  read_signals();
}

void BusLoop::run_posted() {
  std::vector<std::function<void()>> work;
  {
    const std::lock_guard lock(mutex_);
    work.swap(posted_);
  }
  for (auto& each : work) each();
}

void BusLoop::read_signals() {
  signalfd_siginfo info{};
  if (::read(signals_.get(), &info, sizeof info) != sizeof info) return;
  if (!interrupt_) throw Interrupted{};
  interrupt_();
}

}  // namespace kenkod::cli
