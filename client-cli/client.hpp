// What every command stands on: the bus, the person's own agent, kenkod.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client-cli/agent/agent_object.hpp"
#include "client-cli/bus/call.hpp"
#include "client-cli/bus/job_watch.hpp"
#include "client-cli/options.hpp"

namespace kenkod::cli {

// Ends the command with a sentence for the person.
struct Failure {
  ExitCode exit;
  std::string sentence;
};

class Client {
 public:
  explicit Client(const CommandLine& line);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  [[nodiscard]] BusLoop& loop() noexcept { return loop_; }

  template <typename... Arguments>
  [[nodiscard]] sdbus::MethodReply manager(const char* method, const Arguments&... arguments) {
    return call(loop_, *manager_, kManager, method, arguments...);
  }
  // A held call with progress and Ctrl-C; our agent stands ready.
  template <typename... Arguments>
  [[nodiscard]] sdbus::MethodReply held(sdbus::IProxy& proxy, const char* interface, const char* method,
                                        const Options& more, const Arguments&... arguments) {
    JobWatch watch(loop_, progress());
    Options options = watch.options();
    options.insert(more.begin(), more.end());
    try {
      auto reply = call(loop_, proxy, interface, method, arguments..., options);
      clear_progress();
      interrupted_ = watch.interrupted();
      return reply;
    } catch (const CallError&) {
      clear_progress();
      if (watch.interrupted()) throw Interrupted{};
      throw;
    }
  }
  template <typename... Arguments>
  [[nodiscard]] sdbus::MethodReply held_manager(const char* method, const Arguments&... arguments) {
    return held(*manager_, kManager, method, {}, arguments...);
  }
  // The same for a method that has nothing but options.
  [[nodiscard]] sdbus::MethodReply held_manager_with(const char* method, const Options& more) {
    return held(*manager_, kManager, method, more);
  }

  // Registers our agent when somebody can be asked here; else kenkod asks the login session's agent, if any.
  void offer_agent();
  // Registers it and throws CallError when kenkod refuses.
  void register_agent();
  // A session for this command; ended with it.
  // `principal`: id of somebody the person acts for; empty: the person's own records.
  [[nodiscard]] std::unique_ptr<sdbus::IProxy> open_session(const std::vector<std::string>& scopes,
                                                            const std::string& purpose,
                                                            const std::string& principal = {});
  void close_session(sdbus::IProxy& session);
  // Asks yes or no on the terminal; true with --yes. Throws Failure without a terminal.
  [[nodiscard]] bool confirm(const std::string& question);
  [[nodiscard]] bool can_ask() const noexcept { return prompter_ != nullptr; }
  AgentObject& agent() { return *agent_; }
  // Ctrl-C came too late for the call that was under way: it was carried out.
  [[nodiscard]] bool interrupted() const noexcept { return interrupted_; }
  // Without a terminal every stage is a line of its own, not only what the person has to do.
  void tell_every_stage() noexcept { every_stage_ = true; }
  // What the progress line tells ("3/12", "a.xml") instead of kenkod's own count.
  void name_progress(std::string count, std::string name) {
    progress_count_ = std::move(count);
    progress_name_ = std::move(name);
  }

 private:
  [[nodiscard]] JobWatch::Show progress();
  void tell_stage(const std::string& stage, std::uint64_t total);
  void clear_progress();

  const CommandLine& line_;
  BusLoop loop_;
  std::unique_ptr<sdbus::IProxy> manager_;
  std::unique_ptr<Prompter> prompter_;
  std::unique_ptr<AgentObject> agent_;
  std::string progress_count_, progress_name_;
  std::vector<std::string> told_stages_;
  bool progress_shown_ = false;
  bool every_stage_ = false;
  bool interrupted_ = false;
};

}  // namespace kenkod::cli
