#include "front.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <systemd/sd-daemon.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <map>
#include <stdexcept>
#include <utility>

#include "common/error.hpp"
#include "journal.hpp"

namespace kenkod::fetch {
namespace {

constexpr auto kName = "org.kenkod1.Fetch";
constexpr auto kPath = "/org/kenkod1/Fetch";
constexpr std::size_t kMaxWorkers = 32;
constexpr auto kIdle = std::chrono::seconds(10);
constexpr auto kStopTime = std::chrono::seconds(8);

}  // namespace

Front::Front(uid_t allowed, std::function<void()> ready)
    : allowed_(allowed),
      ready_(std::move(ready)),
      signals_(watch_for_termination()),
      connection_(sdbus::createSystemBusConnection()),
      driver_(sdbus::createProxy(*connection_, "org.freedesktop.DBus", "/org/freedesktop/DBus")),
      object_(sdbus::createObject(*connection_, kPath)),
      idle_since_(std::chrono::steady_clock::now()) {
  object_->registerMethod(kName, "Start", "a{sv}", {"options"}, "h", {"socket"},
                          [this](sdbus::MethodCall call) { start(std::move(call)); });
  object_->finishRegistration();
  connection_->requestName(kName);  // last: the first caller sees the object
}

// Before the connection they hang on.
Front::~Front() {
  object_.reset();
  driver_.reset();
}

// Every exception becomes an answer: one that leaves a callback of the bus would end the process.
void Front::start(sdbus::MethodCall call) {
  idle_since_ = std::chrono::steady_clock::now();
  try {
    const Fd socket = start_for(call);
    auto reply = call.createReply();
    reply << sdbus::UnixFd(socket.get());
    reply.send();
    return;
  } catch (const Error& error) {
    if (error.code() == ErrorCode::Failed) journal::bug("Start", error.text());
    try {
      call.createErrorReply(sdbus::Error(error_name(error.code()), error.text())).send();
    } catch (const std::exception& failure) {
      journal::bug("Start", failure.what());
    }
  } catch (const std::exception& error) {
    journal::bug("Start", error.what());
    try {
      call.createErrorReply(sdbus::Error(error_name(ErrorCode::Failed), "No worker could be started."))
          .send();
    } catch (const std::exception& failure) {
      journal::bug("Start", failure.what());
    }
  }
}

Fd Front::start_for(sdbus::MethodCall& call) {
  check_caller(call.getSender());
  std::map<std::string, sdbus::Variant> options;
  call >> options;
  if (!options.empty()) throw Error(ErrorCode::InvalidArgument, "There are no options.");
  reap();
  if (workers_.size() >= kMaxWorkers)
    throw Error(ErrorCode::LimitExceeded, "Too many jobs run at the portal.");
  ready_();
  auto& worker = workers_.emplace_back(start_worker());
  return std::move(worker.socket);
}

// The bus policy says the same; a policy can be changed by accident.
void Front::check_caller(const std::string& name) {
  std::uint32_t uid = 0;
  driver_->callMethod("GetConnectionUnixUser")
      .onInterface("org.freedesktop.DBus")
      .withArguments(name)
      .storeResultsTo(uid);
  if (uid != allowed_) throw Error(ErrorCode::NotAuthorized, "Only kenkod may call this.");
}

void Front::process_bus() {
  while (connection_->processPendingRequest()) {
  }
}

void Front::wait(std::chrono::milliseconds time) {
  const auto bus = connection_->getEventLoopPollData();
  std::vector<pollfd> states{{bus.fd, bus.events, 0}, {signals_.get(), POLLIN, 0}};
  for (const auto& worker : workers_) states.push_back({worker.pidfd.get(), POLLIN, 0});
  const auto limit =
      std::min<std::int64_t>(time.count(), bus.getPollTimeout() < 0 ? time.count() : bus.getPollTimeout());
  if (poll(states.data(), states.size(), static_cast<int>(limit)) < 0 && errno != EINTR)
    throw std::runtime_error("poll");
  if (states[1].revents != 0) told_to_end_ = true;
}

void Front::reap() {
  std::erase_if(workers_, [this](const WorkerProcess& worker) {
    int status = 0;
    if (waitpid(worker.pid, &status, WNOHANG) != worker.pid) return false;
    idle_since_ = std::chrono::steady_clock::now();
    const bool crashed = WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL && WTERMSIG(status) != SIGTERM;
    if (crashed || (WIFEXITED(status) && WEXITSTATUS(status) != 0)) {
      worker_crashed_ = true;
      journal::bug("worker", "it ended with an error");
    }
    return true;
  });
}

bool Front::leave() {
  sd_notify(0, "STOPPING=1");
  connection_->releaseName(kName);
  process_bus();
  if (workers_.empty()) return true;
  // A call slipped in. Its worker must not end with us, and callers need somebody to ask.
  try {
    connection_->requestName(kName);
  } catch (const sdbus::Error&) {
    // Somebody else has it by now, which is as well.
  }
  return false;
}

void Front::end_workers() {
  for (const auto& worker : workers_)
    kill(worker.pid, SIGTERM);  // not reaped yet: the numbers are still theirs
  const auto until = std::chrono::steady_clock::now() + kStopTime;
  while (!workers_.empty() && std::chrono::steady_clock::now() < until) {
    std::vector<pollfd> states;
    states.reserve(workers_.size());
    for (const auto& worker : workers_) states.push_back({worker.pidfd.get(), POLLIN, 0});
    poll(states.data(), states.size(), 100);
    reap();
  }
}

int Front::serve() {
  try {
    while (!told_to_end_) {
      process_bus();
      reap();
      const auto idle = std::chrono::steady_clock::now() - idle_since_;
      if (workers_.empty() && idle >= kIdle && leave()) return worker_crashed_ ? 1 : 0;
      const auto rest =
          workers_.empty() ? kIdle - idle : std::chrono::steady_clock::duration(std::chrono::minutes(1));
      wait(std::chrono::ceil<std::chrono::milliseconds>(rest) + std::chrono::milliseconds(1));
    }
  } catch (const sdbus::Error& error) {
    // The bus is gone, and with it everybody who could call.
    journal::bug("bus", error.getName());
    return 1;
  }
  end_workers();
  return worker_crashed_ ? 1 : 0;
}

}  // namespace kenkod::fetch
