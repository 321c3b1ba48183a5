#include "client-cli/agent/browser.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <thread>

namespace kenkod::cli {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

struct Actions {
  Actions() { posix_spawn_file_actions_init(&value); }
  ~Actions() { posix_spawn_file_actions_destroy(&value); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
  posix_spawn_file_actions_t value{};
};

struct Attributes {
  Attributes() { posix_spawnattr_init(&value); }
  ~Attributes() { posix_spawnattr_destroy(&value); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  posix_spawnattr_t value{};
};

}  // namespace

bool may_open(std::string_view url) noexcept {
  constexpr std::string_view kScheme = "https://";
  return url.size() > kScheme.size() && url.size() <= kMaxBrowserUrl && url.starts_with(kScheme) &&
         url[kScheme.size()] != '/' && std::ranges::all_of(url, [](char c) { return c > ' ' && c < '\x7f'; });
}

std::vector<std::string> browser_command(std::string_view browser, bool display, const std::string& url) {
  while (browser.starts_with(':')) browser.remove_prefix(1);
  std::vector<std::string> command = words(browser.substr(0, browser.find(':')));
  if (command.empty()) return display ? std::vector<std::string>{"xdg-open", url} : command;
  bool placed = false;
  for (std::size_t i = 1; i < command.size(); ++i)
    if (const std::size_t at = command[i].find("%s"); at != std::string::npos) {
      command[i].replace(at, 2, url);
      placed = true;
    }
  if (!placed) command.push_back(url);
  return command;
}

bool start_detached(const std::vector<std::string>& command) {
  if (command.empty()) return false;
  Actions actions;
  posix_spawn_file_actions_addopen(&actions.value, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions.value, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions.value, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  // The descriptor of answers, among others, was never meant for anybody else.
  posix_spawn_file_actions_addclosefrom_np(&actions.value, STDERR_FILENO + 1);
  Attributes attributes;
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes.value, &none);
  posix_spawnattr_setsigdefault(&attributes.value, &all);
  posix_spawnattr_setflags(&attributes.value,
                           POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  pid_t child = 0;
  if (posix_spawnp(&child, arguments[0], &actions.value, &attributes.value, arguments.data(), environ) != 0)
    return false;
  // It may live as long as the person keeps the page open; it must not stay a zombie of an agent that stays.
  std::thread([child] {
    while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
    }
  }).detach();
  return true;
}

bool open_in_browser(const std::string& url) {
  const bool display = !environment("DISPLAY").empty() || !environment("WAYLAND_DISPLAY").empty();
  return start_detached(browser_command(environment("BROWSER"), display, url));
}

}  // namespace kenkod::cli
