#include "gate/callers.hpp"

#include <utility>

namespace kenkod::gate {
namespace {
Error left() { return {ErrorCode::NotAuthorized, "The calling connection is gone."}; }
}  // namespace

loop::Task<CallerPtr> Callers::identify(std::string unique_name) {
  const auto known = entries_.find(unique_name);
  if (known != entries_.end() && known->second.caller != nullptr) co_return known->second.caller;
  const loop::Promise<CallerPtr> promise(loop_);
  const bool first = known == entries_.end();
  entries_[unique_name].waiting.push_back(promise);
  if (first) loop::spawn(look_up(unique_name));
  co_return co_await promise;
}

loop::Task<> Callers::look_up(std::string unique_name) {
  CallerPtr caller;
  try {
    const auto credentials = co_await lookup_.credentials(unique_name);
    caller = std::make_shared<Caller>();
    caller->name = unique_name;
    caller->uid = credentials.uid;
    caller->pid = credentials.pid;
  } catch (const std::exception&) {
    caller = nullptr;
  }
  const auto entry = entries_.find(unique_name);
  if (entry == entries_.end()) co_return;  // gone() came first and has answered the waiting
  const auto waiting = std::exchange(entry->second.waiting, {});
  if (caller == nullptr)
    entries_.erase(entry);
  else
    entry->second.caller = caller;
  for (const auto& promise : waiting) {
    if (caller == nullptr)
      promise.fail(left());
    else
      promise.fulfil(caller);
  }
}

loop::Task<App> Callers::app_of(CallerPtr caller) {
  if (!caller->app) {
    auto app = co_await lookup_.app(caller->uid, caller->pid);
    caller->app = std::move(app);
  }
  co_return *caller->app;
}

loop::Task<std::string> Callers::login_session_of(CallerPtr caller) {
  if (!caller->login_session) {
    auto session = co_await lookup_.login_session(caller->pid);
    caller->login_session = std::move(session);
  }
  co_return *caller->login_session;
}

void Callers::gone(const std::string& unique_name) {
  const auto entry = entries_.find(unique_name);
  if (entry == entries_.end()) return;  // never called us
  const auto waiting = std::exchange(entry->second.waiting, {});
  entries_.erase(entry);
  for (const auto& promise : waiting) promise.fail(left());
  for (const auto& listener : listeners_) listener(unique_name);
}

}  // namespace kenkod::gate
