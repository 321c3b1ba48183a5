#include "access/sessions.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <utility>

#include "loop/journal.hpp"

namespace kenkod::access {
namespace {

std::string random_id() {
  std::array<unsigned char, 16> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, 33> hex{};
  sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
  return hex.data();
}

}  // namespace

void Session::require_scope(std::string_view scope) const {
  if (!scopes.contains(scope))
    throw Error(ErrorCode::OutOfScope, "The session was not opened for this.").with("scope", scope);
}

void Session::require_own() const {
  if (!principal.empty())
    throw Error(ErrorCode::OutOfScope, "The session is for somebody else's records.").with("scope", "own");
}

Sessions::Sessions(loop::EventLoop& loop, gate::Callers& callers, std::chrono::minutes idle)
    : loop_(loop), idle_(idle) {
  callers.on_gone([this](const std::string& name) {
    end_if([&](const Session& session) { return session.owner == name; });
  });
}

void Sessions::require_room(uid_t uid) const {
  const auto count =
      std::ranges::count_if(sessions_, [uid](const auto& entry) { return entry.second->uid == uid; });
  if (count >= static_cast<std::ptrdiff_t>(kMaxPerUser))
    throw Error(ErrorCode::LimitExceeded, "Too many sessions are open.")
        .with("limit", std::int64_t{kMaxPerUser});
}

SessionPtr Sessions::add(const gate::Caller& caller, std::string app, std::vector<std::string> scopes,
                         std::string purpose, std::string principal, std::shared_ptr<VaultHold> hold) {
  auto session = std::make_shared<Session>();
  session->id = random_id();
  session->owner = caller.name;
  session->uid = caller.uid;
  session->app = std::move(app);
  session->scopes.insert(std::make_move_iterator(scopes.begin()), std::make_move_iterator(scopes.end()));
  session->purpose = std::move(purpose);
  session->principal = std::move(principal);
  session->hold = std::move(hold);
  sessions_.emplace(session->id, session);
  restart_idle(session);
  loop::journal::write(loop::journal::Event::session_opened, "Session opened",
                       {{"KENKOD_UID", std::to_string(session->uid)}, {"KENKOD_CALLER", session->owner}});
  return session;
}

std::shared_ptr<OpenVault> Sessions::vault_of(uid_t uid) {
  auto& slot = vaults_[uid];
  if (slot == nullptr) slot = std::make_shared<OpenVault>();
  return slot;
}

bool Sessions::any(uid_t uid) const {
  return std::ranges::any_of(sessions_, [uid](const auto& entry) { return entry.second->uid == uid; });
}

SessionPtr Sessions::find(const std::string& id) const {
  const auto found = sessions_.find(id);
  return found == sessions_.end() ? nullptr : found->second;
}

void Sessions::end(const SessionPtr& session) {
  if (sessions_.erase(session->id) == 0) return;
  session->idle.cancel();
  session->ended.cancel(Error(ErrorCode::Locked, "The session has ended."));
  session->hold.reset();  // the vault closes behind whatever runs on the lane now
  loop::journal::write(loop::journal::Event::session_ended, "Session ended",
                       {{"KENKOD_UID", std::to_string(session->uid)}, {"KENKOD_CALLER", session->owner}});
  if (ended_) ended_(session);
}

void Sessions::end_if(const std::function<bool(const Session&)>& matches) {
  std::vector<SessionPtr> found;
  for (const auto& [id, session] : sessions_)
    if (matches(*session)) found.push_back(session);
  for (const auto& session : found) end(session);
}

void Sessions::end_user(uid_t uid) {
  end_if([uid](const Session& session) { return session.uid == uid; });
}
void Sessions::end_app(uid_t uid, const std::string& app) {
  end_if([&](const Session& session) { return session.uid == uid && session.app == app; });
}
void Sessions::end_all() {
  end_if([](const Session&) { return true; });
}

void Sessions::restart_idle(const SessionPtr& session) {
  // With no idle time a session that is never read ends too, after a minute.
  const auto time = std::max(idle_, std::chrono::minutes(1));
  session->idle = loop_.after(time, [this, weak = std::weak_ptr(session)] {
    if (const auto alive = weak.lock()) end(alive);
  });
}

Sessions::Use::Use(Sessions& sessions, SessionPtr session, bool is_read)
    : sessions_(sessions), session_(std::move(session)), is_read_(is_read) {
  ++session_->running;
  session_->idle.cancel();
}

Sessions::Use::~Use() {
  if (--session_->running > 0 || session_->ended.cancelled()) return;
  if (is_read_ && sessions_.idle_.count() == 0)
    sessions_.end(session_);
  else
    sessions_.restart_idle(session_);
}

}  // namespace kenkod::access
