// Who a connection is: asked of the bus daemon, systemd and logind (/proc of others is closed to us).
#pragma once

#include "bus/connection.hpp"
#include "gate/callers.hpp"

namespace kenkod::bus {

class BusCallerLookup final : public gate::CallerLookup {
 public:
  BusCallerLookup(Connection& connection, loop::EventLoop& loop) : connection_(connection), loop_(loop) {}
  loop::Task<Credentials> credentials(std::string unique_name) override;
  loop::Task<gate::App> app(uid_t uid, pid_t pid) override;
  loop::Task<std::string> login_session(pid_t pid) override;

 private:
  Connection& connection_;
  loop::EventLoop& loop_;
};

// "org.example.App" of a control group path that has a Flatpak's scope in it, else empty.
[[nodiscard]] std::string flatpak_id(const std::string& control_group);

}  // namespace kenkod::bus
