#include "bus/jobs.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "loop/guard.hpp"

namespace kenkod::bus {
namespace {

constexpr const char* kInterface = "org.kenkod1.Job";
constexpr std::int64_t kProgressEveryUs = 200'000;  // at most five a second per stage

std::string path_of(const std::string& sender, const std::string& token) {
  std::string name = sender.substr(1);
  std::ranges::replace(name, '.', '_');
  return "/org/kenkod1/job/" + name + "/" + token;
}

}  // namespace

// The bus object of a job with a token.
struct Jobs::JobObject {
  JobObject(sdbus::IConnection& connection, const std::string& path, std::string caller)
      : object(sdbus::createObject(connection, path)), owner(std::move(caller)) {}

  void progress(std::int64_t now_us, std::string_view stage, std::uint64_t done, std::uint64_t total) {
    const bool finished = total > 0 && done == total;
    if (stage == last_stage && !finished && now_us - last_us < kProgressEveryUs) return;
    last_stage = stage;
    last_us = now_us;
    auto signal = object->createSignal(kInterface, "Progress");
    signal << std::string(stage) << done << total;
    signal.setDestination(owner);  // nobody else learns that anything goes on
    object->emitSignal(signal);
  }

  std::shared_ptr<sdbus::IObject> object;
  std::string owner, last_stage;
  std::int64_t last_us = 0;
};

struct Jobs::Running {
  Jobs* jobs = nullptr;
  gate::CallerPtr caller;
  loop::Cancel cancel;
  loop::Cancel::Listener with_session;
  std::string path;
  std::shared_ptr<JobObject> object;

  Running() = default;
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() { jobs->forget(this); }
};

Jobs::Jobs(sdbus::IConnection& connection, jobs::Services& services)
    : connection_(connection), services_(services) {
  services_.callers.on_gone([this](const std::string& name) {
    for (const auto& [key, weak] : std::map(running_))
      if (const auto job = weak.lock(); job != nullptr && job->caller->name == name)
        job->cancel.cancel(Error(ErrorCode::Cancelled, "The calling connection is gone."));
  });
}

Jobs::~Jobs() = default;

void Jobs::check_token(const std::string& token) {
  const bool plain = std::ranges::all_of(
      token, [](unsigned char c) { return c == '_' || (c < 0x80 && std::isalnum(c) != 0); });
  if (token.empty() || token.size() > 64 || !plain)
    throw Error(ErrorCode::InvalidArgument, "A token has 1 to 64 characters of [A-Za-z0-9_].")
        .with("key", "token");
}

detail::Admitted Jobs::begin(const gate::CallerPtr& caller, const std::string& token,
                             const access::SessionPtr& session) {
  const auto mine = std::ranges::count_if(running_, [&](const auto& entry) {
    const auto job = entry.second.lock();
    return job != nullptr && job->caller->name == caller->name;
  });
  if (mine >= static_cast<std::ptrdiff_t>(kMaxPerCaller))
    throw Error(ErrorCode::LimitExceeded, "Too many calls are running.")
        .with("limit", std::int64_t{kMaxPerCaller});

  auto job = std::make_shared<Running>();
  job->jobs = this;
  job->caller = caller;
  if (session != nullptr) job->with_session = job->cancel.follow(session->ended);
  if (!token.empty()) {
    const auto path = path_of(caller->name, token);
    if (!objects_.try_emplace(path, caller->name).second)
      throw Error(ErrorCode::InvalidArgument, "This token is in use.").with("key", "token");
    job->path = path;
    job->object = std::make_shared<JobObject>(connection_, path, caller->name);
    const auto& object = job->object->object;
    Exporter exporter(object, *serving_, kInterface);
    exporter.method("Cancel", {"options"}, "", {}, [cancel = job->cancel](Options options) {
      only(options, {});
      return [cancel](jobs::Call /*call*/) -> loop::Task<> {
        cancel.cancel(Error(ErrorCode::Cancelled, "The call was cancelled."));
        co_return;
      };
    });
    object->registerSignal(kInterface, "Progress", "stt", {"stage", "done", "total"});
    object->finishRegistration();
  }
  running_.emplace(job.get(), job);

  jobs::Call call{.caller = caller,
                  .cancel = job->cancel,
                  .progress = [](std::string_view, std::uint64_t, std::uint64_t) {}};
  if (job->object != nullptr)
    call.progress = [weak = std::weak_ptr(job->object), &clock = services_.loop.clock()](
                        std::string_view stage, std::uint64_t done, std::uint64_t total) {
      if (const auto object = weak.lock())
        loop::guarded("progress", [&] { object->progress(clock.boottime_us(), stage, done, total); });
    };
  return {std::move(job), std::move(call)};
}

void Jobs::forget(const Running* job) {
  running_.erase(job);
  if (job->path.empty()) return;
  objects_.erase(job->path);
  // Its own Cancel may be running: the object goes after it.
  services_.loop.post([object = job->object]() mutable { object.reset(); });
}

void Jobs::cancel_all(const Error& reason) {
  for (const auto& [key, weak] : std::map(running_))
    if (const auto job = weak.lock()) job->cancel.cancel(reason);
}

bool Jobs::owns(const std::string& path, const std::string& sender) const {
  const auto found = objects_.find(path);
  return found != objects_.end() && found->second == sender;
}

}  // namespace kenkod::bus
