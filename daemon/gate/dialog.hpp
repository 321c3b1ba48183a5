// One conversation with the person on behalf of one call: one agent from begin to end, one open conversation
// per user, two minutes a prompt, silence for programs that were dismissed twice.
#pragma once

#include <sys/types.h>

#include <map>
#include <set>
#include <string>

#include "gate/agents.hpp"

namespace kenkod::gate {

class Dialogs;

class Dialog {
 public:
  Dialog(Dialog&& other) noexcept;
  Dialog& operator=(Dialog&&) = delete;
  Dialog(const Dialog&) = delete;
  Dialog& operator=(const Dialog&) = delete;
  ~Dialog();

  // Adds app and prompt id to `request`. UserCancelled when dismissed or nobody answered in 120 s.
  [[nodiscard]] loop::Task<SecretBuffer> ask(SecretRequest request);
  // The person's yes or no; the same rules.
  [[nodiscard]] loop::Task<bool> ask_consent(ConsentRequest request);
  // Returns when the browser was started; what happens in it is the portal's to tell.
  [[nodiscard]] loop::Task<> open_browser(BrowserRequest request);
  [[nodiscard]] loop::Task<DeviceKey> device_key(std::string vault);
  [[nodiscard]] loop::Task<bool> store_device_key(std::string vault, SecretBuffer key);
  [[nodiscard]] loop::Task<> delete_device_key(std::string vault);
  [[nodiscard]] loop::Task<> show_recovery_key(SecretBuffer printed);

 private:
  friend class Dialogs;
  Dialog(Dialogs& dialogs, CallerPtr caller, App app, AgentRef agent, const loop::Cancel& cancel);
  // Names the prompt and says who asks.
  template <class Request>
  void introduce(Request& request);
  // Takes an unanswered prompt away; counts a dismissed one.
  void prompt_failed(const std::string& prompt, const Error& error, const loop::Cancel& deadline);

  Dialogs* dialogs_;
  CallerPtr caller_;
  App app_;
  AgentRef agent_;
  loop::Cancel cancel_;  // the call ended, or the agent left
  loop::Cancel::Listener on_call_end_;
};

class Dialogs {
 public:
  Dialogs(loop::EventLoop& loop, Callers& callers, Agents& agents, AgentPort& port)
      : loop_(loop), callers_(callers), agents_(agents), port_(port) {}

  // Busy: another conversation with this user is open. NoAgent. UserCancelled: the caller was silenced.
  [[nodiscard]] loop::Task<Dialog> begin(CallerPtr caller, loop::Cancel cancel);

 private:
  friend class Dialog;
  struct Dismissals {
    int count = 0;
    std::int64_t silent_until_us = 0;
  };
  void forget_old_dismissals();
  static std::string key_of(const Caller& caller, const App& app);

  loop::EventLoop& loop_;
  Callers& callers_;
  Agents& agents_;
  AgentPort& port_;
  std::set<uid_t> open_;
  std::map<std::string, Dismissals> dismissals_;  // by user and program
  std::uint64_t prompts_ = 0;
};

template <class Request>
void Dialog::introduce(Request& request) {
  request.prompt = std::to_string(++dialogs_->prompts_);
  request.app = app_.shown();
  request.sandboxed = app_.sandboxed;
}

}  // namespace kenkod::gate
