#include "gate/agents.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace kenkod::gate {
namespace {
constexpr auto kGraceAfterStart = std::chrono::seconds(3);
}

Agents::Agents(loop::EventLoop& loop, Callers& callers)
    : loop_(loop), started_us_(loop.clock().boottime_us()) {
  callers.on_gone([this](const std::string& name) {
    for (auto agent = agents_.begin(); agent != agents_.end();) {
      if (agent->ref.name != name) {
        ++agent;
        continue;
      }
      drop(agent);
      agent = agents_.begin();
    }
  });
}

void Agents::drop(std::vector<Agent>::iterator agent) {
  const auto watchers = std::move(agent->watchers);
  agents_.erase(agent);
  for (const auto& cancel : watchers) cancel.cancel(Error(ErrorCode::NoAgent, "The prompt agent is gone."));
}

void Agents::add(const Caller& caller, std::string path, std::string login_session) {
  const AgentRef ref{caller.name, std::move(path)};
  if (std::ranges::find(agents_, ref, &Agent::ref) != agents_.end())
    throw Error(ErrorCode::InvalidArgument, "This agent is registered already.");
  if (std::ranges::count(agents_, caller.uid, &Agent::uid) >= static_cast<std::ptrdiff_t>(kMaxPerUser))
    throw Error(ErrorCode::LimitExceeded, "Too many prompt agents.").with("limit", std::int64_t{kMaxPerUser});
  agents_.push_back({ref, caller.uid, std::move(login_session), {}});
  for (const auto& promise : std::exchange(waiting_, {})) promise.fulfil();
}

void Agents::remove(const Caller& caller, const std::string& path) {
  const auto agent = std::ranges::find(agents_, AgentRef{caller.name, path}, &Agent::ref);
  if (agent == agents_.end()) throw Error(ErrorCode::InvalidArgument, "No such agent of this connection.");
  drop(agent);
}

const Agents::Agent* Agents::find(const Caller& caller, const std::string& login_session) const {
  for (const auto& agent : agents_)
    if (agent.ref.name == caller.name && agent.uid == caller.uid) return &agent;
  for (const auto& agent : agents_) {
    if (agent.uid != caller.uid) continue;
    // A user service belongs to no login session: it serves all of its user's.
    if (agent.login_session == login_session || agent.login_session.empty() || login_session.empty())
      return &agent;
  }
  return nullptr;
}

bool Agents::available(const Caller& caller, const std::string& login_session) const {
  return find(caller, login_session) != nullptr;
}

loop::Task<AgentRef> Agents::pick(CallerPtr caller, std::string login_session, loop::Cancel cancel) {
  for (;;) {
    cancel.throw_if_cancelled();
    if (const auto* agent = find(*caller, login_session)) co_return agent->ref;
    const auto since_start = std::chrono::microseconds(loop_.clock().boottime_us() - started_us_);
    if (since_start >= kGraceAfterStart)
      throw Error(ErrorCode::NoAgent, "Nobody can ask the person: open けんこう or run `kenkoctl agent`.");
    const loop::Promise<void> change(loop_);
    waiting_.push_back(change);
    const auto timer =
        loop_.after(std::chrono::duration_cast<std::chrono::microseconds>(kGraceAfterStart) - since_start,
                    [change] { change.fulfil(); });
    const auto listener = cancel.fail_on_cancel(change);
    co_await change;
  }
}

void Agents::release_all(AgentPort& port) {
  for (const auto& agent : agents_) port.release(agent.ref);
}

void Agents::watch(const AgentRef& agent, const loop::Cancel& gone) {
  const auto found = std::ranges::find(agents_, agent, &Agent::ref);
  if (found == agents_.end()) {
    gone.cancel(Error(ErrorCode::NoAgent, "The prompt agent is gone."));
    return;
  }
  // Finished dialogs leave their entries behind: clear them as new ones come.
  std::erase_if(found->watchers, [](const loop::Cancel& old) { return old.cancelled(); });
  found->watchers.push_back(gone);
}

}  // namespace kenkod::gate
