#include "client-cli/client.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <thread>

#include "client-cli/agent/scripted_prompter.hpp"
#include "client-cli/agent/terminal_prompter.hpp"
#include "client-cli/terminal/terminal.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/progress_words.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

std::unique_ptr<Prompter> make_prompter(const CommandLine& line) {
  if (line.answer_fd >= 0) return std::make_unique<ScriptedPrompter>(line.answer_fd, line.recovery_key);
  auto terminal = Terminal::open();
  if (!terminal) return nullptr;
  return std::make_unique<TerminalPrompter>(
      std::move(*terminal), TerminalPrompter::Choices{line.recovery_key, !line.no_recovery_key, line.yes,
                                                      line.command == "link", line.command == "import"});
}

}  // namespace

Client::Client(const CommandLine& line)
    : line_(line),
      manager_(sdbus::createProxy(loop_.connection(), kBusName, kManagerPath)),
      prompter_(make_prompter(line)) {}

Client::~Client() = default;

void Client::offer_agent() {
  if (!prompter_) return;
  try {
    register_agent();
  } catch (const CallError&) {
    // Refused (a sandbox, too many agents): another agent may still be asked. A script's answers have no
    // other way.
    if (line_.answer_fd >= 0) throw;
  }
}

void Client::register_agent() {
  if (!agent_) agent_ = std::make_unique<AgentObject>(loop_, *prompter_);
  const auto reply = manager("RegisterAgent", sdbus::ObjectPath(AgentObject::kPath), Options{});
  agent_->trust(reply.getSender());
}

std::unique_ptr<sdbus::IProxy> Client::open_session(const std::vector<std::string>& scopes,
                                                    const std::string& purpose,
                                                    const std::string& principal) {
  offer_agent();
  Options more;
  if (!principal.empty()) more.emplace("principal", sdbus::Variant(principal));
  if (line_.recovery) more.emplace("recovery", sdbus::Variant(true));
  auto reply = held(*manager_, kManager, "OpenSession", more, scopes, purpose);
  sdbus::ObjectPath path;
  unpack(std::move(reply), path);
  return sdbus::createProxy(loop_.connection(), kBusName, path);
}

void Client::close_session(sdbus::IProxy& session) {
  try {
    static_cast<void>(call(loop_, session, kSession, "Close", Options{}));
  } catch (const CallError&) {
    return;  // it has ended already, which is what was wanted
  }
}

bool Client::confirm(const std::string& question) {
  if (line_.yes) return true;
  auto terminal = Terminal::open();
  if (!terminal) throw Failure{ExitCode::usage, tr("There is no terminal to ask on; add --yes.")};
  // Read beside the loop, so that Ctrl-C is seen while the question is open.
  CancelToken cancel;
  std::optional<SecretBuffer> typed;
  bool done = false;
  std::jthread reader([&] {
    auto line = terminal->read_line(fmt::format("{} [y/N] ", question), Terminal::Echo::shown, 0, cancel);
    loop_.post([&, line = std::make_shared<std::optional<SecretBuffer>>(std::move(line))] {
      typed = std::move(*line);
      done = true;
    });
  });
  try {
    loop_.run_until([&] { return done; });
  } catch (...) {
    cancel.cancel();
    throw;
  }
  return typed && !typed->empty() && (typed->text()[0] == 'y' || typed->text()[0] == 'Y');
}

JobWatch::Show Client::progress() {
  told_stages_ = {""};
  if (isatty(STDERR_FILENO) == 0)
    return [this](const std::string& stage, std::uint64_t, std::uint64_t total) { tell_stage(stage, total); };
  return [this](const std::string& stage, std::uint64_t done, std::uint64_t total) {
    if ((agent_ && agent_->prompting()) || stage == "prompt" || stage == "authorize") return;
    const std::string line = progress_line(stage, done, total, progress_count_, progress_name_);
    fmt::print(stderr, "\r\033[K{}", shortened(line, terminal_columns(STDERR_FILENO) - 1));
    std::fflush(stderr);
    progress_shown_ = true;
  };
}

void Client::tell_stage(const std::string& stage, std::uint64_t total) {
  // Mostly, only what the person has to do is worth a line.
  const bool to_do = stage == "insert-card" || stage == "pin-pad" || stage == "browser";
  const bool aside = !every_stage_ || stage == "prompt" || stage == "authorize";
  if (!to_do && aside) return;
  const std::string line = stage_line(stage, total);
  // Work on several documents goes back and forth between stages; what the person has to do may come again.
  const bool told = to_do ? line == told_stages_.back() : std::ranges::count(told_stages_, line) > 0;
  if (told) return;
  told_stages_.push_back(line);
  fmt::print(stderr, "{}\n", line);
}

void Client::clear_progress() {
  if (!std::exchange(progress_shown_, false)) return;
  fmt::print(stderr, "\r\033[K");
  std::fflush(stderr);
}

}  // namespace kenkod::cli
