// polkit over the bus: asynchronous, five minutes for a dialog, cancelled with the call.
#pragma once

#include "bus/connection.hpp"
#include "gate/authority.hpp"

namespace kenkod::bus {

class PolkitAuthority final : public gate::Authority {
 public:
  PolkitAuthority(Connection& connection, loop::EventLoop& loop) : connection_(connection), loop_(loop) {}
  loop::Task<> authorize(std::string unique_name, std::string action, bool interactive,
                         loop::Cancel cancel) override;

 private:
  Connection& connection_;
  loop::EventLoop& loop_;
  std::uint64_t checks_ = 0;
};

}  // namespace kenkod::bus
