// Calls to prompt agents (dbus/org.kenkod1.Agent.xml). Secrets come and go through descriptors.
#pragma once

#include "bus/connection.hpp"
#include "gate/agents.hpp"

namespace kenkod::bus {

class AgentClient final : public gate::AgentPort {
 public:
  AgentClient(Connection& connection, loop::EventLoop& loop) : connection_(connection), loop_(loop) {}
  loop::Task<SecretBuffer> request_secret(gate::AgentRef agent, gate::SecretRequest request,
                                          loop::Cancel cancel) override;
  loop::Task<bool> request_consent(gate::AgentRef agent, gate::ConsentRequest request,
                                   loop::Cancel cancel) override;
  loop::Task<> open_browser(gate::AgentRef agent, gate::BrowserRequest request, loop::Cancel cancel) override;
  loop::Task<gate::DeviceKey> get_device_key(gate::AgentRef agent, std::string vault,
                                             loop::Cancel cancel) override;
  loop::Task<bool> store_device_key(gate::AgentRef agent, std::string vault, SecretBuffer key,
                                    loop::Cancel cancel) override;
  loop::Task<> delete_device_key(gate::AgentRef agent, std::string vault, loop::Cancel cancel) override;
  loop::Task<> show_recovery_key(gate::AgentRef agent, SecretBuffer printed, loop::Cancel cancel) override;
  void take_prompt_away(const gate::AgentRef& agent, const std::string& prompt) override;
  void release(const gate::AgentRef& agent) override;

 private:
  Connection& connection_;
  loop::EventLoop& loop_;
};

}  // namespace kenkod::bus
