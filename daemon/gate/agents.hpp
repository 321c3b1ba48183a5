// Prompt agents: who is registered, and which one is asked for a caller. Never another user's.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/secret_buffer.hpp"
#include "gate/callers.hpp"
#include "loop/cancel.hpp"
#include "loop/task.hpp"

namespace kenkod::gate {

struct AgentRef {
  std::string name, path;  // unique name and object
  bool operator==(const AgentRef&) const = default;
};

// One question for a secret (dbus/org.kenkod1.Agent.xml, RequestSecret).
struct SecretRequest {
  std::string kind;  // "answer", "new-question", "recovery", "pin"
  std::string prompt, app, act, purpose, vault, refused, reader;
  std::vector<std::string> scopes;
  std::optional<std::string> question;
  bool sandboxed = false, retry = false;
  std::optional<std::uint32_t> tries_left;
  std::uint32_t wait = 0;
};

// A question answered by yes or no (RequestConsent).
struct ConsentRequest {
  std::string kind;  // "subject", "pin-last-try", "pin-pad"
  std::string prompt, app, act;
  bool sandboxed = false;
  std::string name, kana, birth_date, sex /* "male", "female" */;  // of a subject; empty: not stated
  std::string principal;  // of a subject: somebody the person acts for; empty: the person
  std::string reader;     // of a PIN
  std::optional<std::uint32_t> tries_left;
};

// A page of the portal in the person's own browser (OpenBrowser).
struct BrowserRequest {
  std::string prompt, app, act, url;
  bool sandboxed = false;
};

struct DeviceKey {
  enum class Answer { found, not_found, no_keyring } answer = Answer::no_keyring;
  SecretBuffer key;
};

// Calls to an agent; implemented by bus/agent_client.hpp. Throw Error(UserCancelled) when the person
// dismissed, Error(NoAgent) when the agent is gone or broken, or the reason of the cancellation.
class AgentPort {
 public:
  virtual ~AgentPort() = default;
  virtual loop::Task<SecretBuffer> request_secret(AgentRef agent, SecretRequest request,
                                                  loop::Cancel cancel) = 0;
  virtual loop::Task<bool> request_consent(AgentRef agent, ConsentRequest request, loop::Cancel cancel) = 0;
  virtual loop::Task<> open_browser(AgentRef agent, BrowserRequest request, loop::Cancel cancel) = 0;
  virtual loop::Task<DeviceKey> get_device_key(AgentRef agent, std::string vault, loop::Cancel cancel) = 0;
  // False: there is no keyring.
  virtual loop::Task<bool> store_device_key(AgentRef agent, std::string vault, SecretBuffer key,
                                            loop::Cancel cancel) = 0;
  virtual loop::Task<> delete_device_key(AgentRef agent, std::string vault, loop::Cancel cancel) = 0;
  virtual loop::Task<> show_recovery_key(AgentRef agent, SecretBuffer printed, loop::Cancel cancel) = 0;
  virtual void take_prompt_away(const AgentRef& agent, const std::string& prompt) = 0;
  virtual void release(const AgentRef& agent) = 0;
};

class Agents {
 public:
  static constexpr std::size_t kMaxPerUser = 8;

  Agents(loop::EventLoop& loop, Callers& callers);

  // LimitExceeded; InvalidArgument when registered already.
  void add(const Caller& caller, std::string path, std::string login_session);
  void remove(const Caller& caller, const std::string& path);  // InvalidArgument when not the caller's
  [[nodiscard]] bool available(const Caller& caller, const std::string& login_session) const;

  // The caller's own agent, else the oldest of its login session. Waits up to 3 s after start for agents to
  // come back; then NoAgent.
  [[nodiscard]] loop::Task<AgentRef> pick(CallerPtr caller, std::string login_session, loop::Cancel cancel);
  // The daemon stops: tells every agent.
  void release_all(AgentPort& port);
  // `gone` is cancelled with NoAgent when this agent leaves.
  void watch(const AgentRef& agent, const loop::Cancel& gone);

 private:
  struct Agent {
    AgentRef ref;
    uid_t uid;
    std::string login_session;
    std::vector<loop::Cancel> watchers;
  };
  [[nodiscard]] const Agent* find(const Caller& caller, const std::string& login_session) const;
  void drop(std::vector<Agent>::iterator agent);

  loop::EventLoop& loop_;
  std::int64_t started_us_;
  std::vector<Agent> agents_;  // oldest first
  std::vector<loop::Promise<void>> waiting_;
};

}  // namespace kenkod::gate
