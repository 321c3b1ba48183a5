// Where the browser comes back to (RFC 8252 section 7.3): one port on 127.0.0.1 and, where possible, ::1.
// Only connections of one uid are read.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "callback_request.hpp"
#include "channel.hpp"
#include "common/fd.hpp"

namespace kenkod::fetch {

class RedirectListener {
 public:
  // Throws Refused(Failed) when no port can be had.
  RedirectListener(Channel& channel, std::uint32_t uid, std::string path);

  [[nodiscard]] const std::string& redirect_uri() const noexcept { return redirect_uri_; }

  // The callback with the right `state`, once the browser has its page. Refused(UserCancelled) after `time`,
  // Refused(ProtocolViolation) after five with another state.
  [[nodiscard]] Callback wait(const std::string& state, std::chrono::seconds time);

 private:
  struct Connection {
    Fd socket;
    std::string head;
    std::chrono::steady_clock::time_point until;
  };
  void accept_from(const Fd& listening);
  [[nodiscard]] bool peer_is_allowed(const Fd& socket) const;
  // True when the connection has said all, or too much, or nothing for too long.
  [[nodiscard]] bool read_from(Connection& connection) const;
  [[nodiscard]] std::optional<Callback> answer(const Connection& connection, const std::string& state);

  Channel& channel_;
  std::uint32_t uid_;
  std::string path_, redirect_uri_;
  std::uint16_t port_ = 0;
  std::vector<Fd> listening_;
  std::vector<Connection> connections_;
  int bad_hits_ = 0;
};

}  // namespace kenkod::fetch
