// Sessions handed to programs: each bound to one connection, its scopes and one user's open vault. A vault is
// open as long as a session of its user is; then it is closed, and its memory wiped, on the user's vault
// lane.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "access/open_vault.hpp"
#include "access/session_vault.hpp"
#include "gate/callers.hpp"
#include "loop/cancel.hpp"
#include "loop/lanes.hpp"

namespace kenkod::access {

struct Session {
  std::string id;     // 32 hex digits
  std::string owner;  // unique name
  uid_t uid = 0;
  std::string app;  // Flatpak id of a sandboxed owner, else empty
  std::set<std::string, std::less<>> scopes;
  std::string purpose;
  std::string principal;  // id of somebody the person acts for, whose records it is for; empty: the person's
  std::shared_ptr<VaultHold> hold;
  loop::Cancel ended;  // cancelled with Locked when the session ends
  loop::Timer idle;
  unsigned running = 0;  // calls in progress: no idle time meanwhile

  // Throws OutOfScope.
  void require_scope(std::string_view scope) const;
  // Throws OutOfScope in a session of a principal's records.
  void require_own() const;
  // What it is for, to be taken to the lane.
  [[nodiscard]] SessionVault vault() const { return {hold->vault(), principal}; }
};
using SessionPtr = std::shared_ptr<Session>;

class Sessions {
 public:
  static constexpr std::size_t kMaxPerUser = 16;

  // `idle` zero: a session ends after one read. `ended` hears of every end (the bus object goes with it).
  Sessions(loop::EventLoop& loop, gate::Callers& callers, std::chrono::minutes idle);

  void on_ended(std::function<void(const SessionPtr&)> listener) { ended_ = std::move(listener); }
  void require_room(uid_t uid) const;  // LimitExceeded
  [[nodiscard]] SessionPtr add(const gate::Caller& caller, std::string app, std::vector<std::string> scopes,
                               std::string purpose, std::string principal, std::shared_ptr<VaultHold> hold);
  // The user's one vault slot, open or not.
  [[nodiscard]] std::shared_ptr<OpenVault> vault_of(uid_t uid);
  [[nodiscard]] SessionPtr find(const std::string& id) const;
  [[nodiscard]] bool any(uid_t uid) const;
  [[nodiscard]] bool empty() const noexcept { return sessions_.empty(); }

  void end(const SessionPtr& session);
  void end_user(uid_t uid);
  void end_app(uid_t uid, const std::string& app);
  void end_all();

  // Brackets a call of a session: idle time counts from the end of the last one.
  class Use {
   public:
    Use(Sessions& sessions, SessionPtr session, bool is_read);
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    ~Use();

   private:
    Sessions& sessions_;
    SessionPtr session_;
    bool is_read_;
  };

 private:
  void end_if(const std::function<bool(const Session&)>& matches);
  void restart_idle(const SessionPtr& session);

  loop::EventLoop& loop_;
  std::chrono::minutes idle_;
  std::map<uid_t, std::shared_ptr<OpenVault>> vaults_;
  std::map<std::string, SessionPtr> sessions_;
  std::function<void(const SessionPtr&)> ended_;
};

}  // namespace kenkod::access
