// Connections that call us: who they are, and that they are gone. The departure watch is older than any
// lookup, so a caller that dies in between is found by the failing lookup, never kept as a ghost.
#pragma once

#include <sys/types.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "loop/task.hpp"

namespace kenkod::gate {

// What a caller can prove to be. Unconfined programs could claim any name, so they get none.
struct App {
  bool sandboxed = false;
  std::string id;  // "org.example.App" when sandboxed
  [[nodiscard]] std::string shown() const { return sandboxed ? "Flatpak " + id : "unconfined"; }
};

struct Caller {
  std::string name;  // unique bus name
  uid_t uid = 0;
  pid_t pid = 0;
  std::optional<App> app;                    // once asked for
  std::optional<std::string> login_session;  // once asked for; empty = none known
};
using CallerPtr = std::shared_ptr<Caller>;

// Questions to the bus daemon, systemd and logind; implemented by bus/caller_lookup.hpp.
class CallerLookup {
 public:
  struct Credentials {
    uid_t uid;
    pid_t pid;
  };
  virtual ~CallerLookup() = default;
  virtual loop::Task<Credentials> credentials(std::string unique_name) = 0;
  virtual loop::Task<App> app(uid_t uid, pid_t pid) = 0;
  virtual loop::Task<std::string> login_session(pid_t pid) = 0;
};

class Callers {
 public:
  Callers(loop::EventLoop& loop, CallerLookup& lookup) : loop_(loop), lookup_(lookup) {}

  // Throws Error(NotAuthorized) when the connection is gone.
  [[nodiscard]] loop::Task<CallerPtr> identify(std::string unique_name);
  [[nodiscard]] loop::Task<App> app_of(CallerPtr caller);
  [[nodiscard]] loop::Task<std::string> login_session_of(CallerPtr caller);

  void gone(const std::string& unique_name);
  void on_gone(std::function<void(const std::string&)> listener) {
    listeners_.push_back(std::move(listener));
  }

 private:
  struct Entry {
    CallerPtr caller;  // null while the lookup runs
    std::vector<loop::Promise<CallerPtr>> waiting;
  };
  loop::Task<> look_up(std::string unique_name);

  loop::EventLoop& loop_;
  CallerLookup& lookup_;
  std::map<std::string, Entry> entries_;
  std::vector<std::function<void(const std::string&)>> listeners_;
};

}  // namespace kenkod::gate
