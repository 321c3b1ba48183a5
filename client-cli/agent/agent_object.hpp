// org.kenkod1.Agent on the bus: takes the calls of kenkod, lets other threads do the asking, answers when
// they are done.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "client-cli/agent/keyring.hpp"
#include "client-cli/agent/prompter.hpp"
#include "client-cli/agent/worker.hpp"
#include "client-cli/bus/bus_loop.hpp"

namespace kenkod::cli {

class AgentReply;

class AgentObject {
 public:
  static constexpr const char* kPath = "/org/kenkod1/agent";

  AgentObject(BusLoop& loop, Prompter& prompter);
  // Takes open prompts away and waits for the threads.
  ~AgentObject();
  AgentObject(const AgentObject&) = delete;
  AgentObject& operator=(const AgentObject&) = delete;

  // The unique bus name of kenkod: nobody else is answered.
  void trust(std::string unique_name) { trusted_ = std::move(unique_name); }
  // A prompt is on the screen: keep everything else off it.
  [[nodiscard]] bool prompting() const noexcept { return open_prompts_ > 0; }
  void cancel_prompts();

 private:
  using Handler = void (AgentObject::*)(sdbus::MethodCall&);
  using Task = std::function<void(AgentReply&)>;
  void add_method(const char* name, const char* in, const char* out, Handler handler, bool replies = true);
  void request_secret(sdbus::MethodCall& call);
  void request_consent(sdbus::MethodCall& call);
  void open_browser(sdbus::MethodCall& call);
  void get_device_key(sdbus::MethodCall& call);
  void store_device_key(sdbus::MethodCall& call);
  void delete_device_key(sdbus::MethodCall& call);
  void show_recovery_key(sdbus::MethodCall& call);
  void cancel(sdbus::MethodCall& call);
  void release(sdbus::MethodCall& call);
  void run(Worker& worker, const sdbus::MethodCall& call, Task task);
  void run_prompt(const sdbus::MethodCall& call, std::shared_ptr<CancelToken> token, Task task);
  std::shared_ptr<CancelToken> open_prompt(const std::string& name);

  BusLoop& loop_;
  Prompter& prompter_;
  Keyring keyring_;
  std::string trusted_;
  std::atomic<int> open_prompts_ = 0;
  std::map<std::string, std::weak_ptr<CancelToken>> prompts_;
  // Posted answers check it: the object may be gone when they run.
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  std::unique_ptr<sdbus::IObject> object_;
  Worker prompt_worker_, keyring_worker_;
};

}  // namespace kenkod::cli
