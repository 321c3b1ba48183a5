// Who is linking now, and log-ins that wait for the secret question to be set: for ten minutes, in the
// worker's memory. Loop thread only.
#pragma once

#include <sys/types.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fetcher/channel.hpp"
#include "vault/vault.hpp"

namespace kenkod::fetcher {

// Logged in at the portal.
struct Login {
  std::shared_ptr<Channel> channel;
  std::string subject;      // the portal's name of the person
  std::vector<Kind> kinds;  // what the log-in was for
  vault::Fetch::Flow flow = vault::Fetch::Flow::browser;
  std::int64_t until_us = 0;  // boottime; it may wait no longer
};

class Logins {
 public:
  enum class Stage : std::uint8_t { none, logging_in, waiting, fetching };

  explicit Logins(loop::EventLoop& loop) : loop_(loop) {}

  // One Link(); over with its object.
  class Attempt {
   public:
    Attempt(Logins& logins, uid_t uid) : logins_(logins), uid_(uid) {}
    Attempt(const Attempt&) = delete;
    Attempt& operator=(const Attempt&) = delete;
    ~Attempt() { logins_.running_.erase(uid_); }
    void fetching() { logins_.running_.at(uid_).fetching = true; }

   private:
    Logins& logins_;
    uid_t uid_;
  };
  // `work` is cancelled when the attempt has to end. Busy: there is one already.
  [[nodiscard]] std::unique_ptr<Attempt> begin(uid_t uid, const loop::Cancel& work);

  void wait_for_question(uid_t uid, Login login);
  // Takes the waiting one; empty when there is none, or it is not for all of `kinds`.
  [[nodiscard]] std::optional<Login> resume(uid_t uid, const std::vector<Kind>& kinds);

  [[nodiscard]] Stage stage(uid_t uid) const;
  [[nodiscard]] bool empty() const noexcept { return running_.empty() && waiting_.empty(); }
  // Ends what is running and what is waiting.
  void end_user(uid_t uid, const Error& reason);
  void end_all(const Error& reason);

 private:
  struct Running {
    loop::Cancel work;
    bool fetching = false;
  };
  struct Waiting {
    Login login;
    loop::Timer over;
  };

  loop::EventLoop& loop_;
  std::map<uid_t, Running> running_;
  std::map<uid_t, Waiting> waiting_;
};

}  // namespace kenkod::fetcher
