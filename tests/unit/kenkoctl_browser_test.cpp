// The person's browser: what is opened, with what, and how little goes with it.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "client-cli/agent/browser.hpp"
#include "client-cli/agent/browser_words.hpp"
#include "client-cli/agent/scripted_prompter.hpp"
#include "client-cli/agent/secret_request.hpp"
#include "common/fd.hpp"

namespace kenkod::cli {
namespace {

using Words = std::vector<std::string>;
constexpr const char* kUrl = "https://localhost:8443/authorize?state=a%20b&nonce=c";

TEST(MayOpen, NothingButAnAddressOfTheWeb) {
  EXPECT_TRUE(may_open(kUrl));
  EXPECT_TRUE(may_open("https://a/" + std::string(kMaxBrowserUrl - 10, 'x')));
  EXPECT_FALSE(may_open("https://a/" + std::string(kMaxBrowserUrl - 9, 'x')));
  for (const char* bad :
       {"", "https://", "https:///etc/passwd", "http://localhost/", "HTTPS://x", "file:///etc/passwd",
        "javascript:alert(1)", "--help", " https://a/", "https://a/ b", "https://a/\n", "https://a/\x7f",
        "https://a/あ", "https://a/\033[2J"})
    EXPECT_FALSE(may_open(bad)) << bad;
  EXPECT_FALSE(may_open(std::string("https://a/\0b", 12)));
}

TEST(BrowserCommand, IsTheFirstOfTheListElseXdgOpen) {
  EXPECT_EQ(browser_command("", true, kUrl), (Words{"xdg-open", kUrl}));
  EXPECT_EQ(browser_command("firefox:w3m", true, kUrl), (Words{"firefox", kUrl}));
  EXPECT_EQ(browser_command(":w3m", false, kUrl), (Words{"w3m", kUrl}));
  EXPECT_EQ(browser_command("firefox  --new-window", false, kUrl), (Words{"firefox", "--new-window", kUrl}));
  EXPECT_EQ(browser_command("links -g %s", false, kUrl), (Words{"links", "-g", kUrl}));
  EXPECT_EQ(browser_command("sh -c $(reboot);x", false, kUrl), (Words{"sh", "-c", "$(reboot);x", kUrl}))
      << "words, and nothing a shell would see in them";
}

TEST(BrowserCommand, NothingWithoutADisplay) {
  EXPECT_TRUE(browser_command("", false, kUrl).empty());
  EXPECT_TRUE(browser_command(":", false, kUrl).empty());
}

// A program that writes what it sees into a fifo: reading that to its end is waiting for it.
struct Seen {
  Seen() {
    std::string name = (std::filesystem::temp_directory_path() / "browser-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    folder = name;
    fifo = folder / "fifo";
    program = folder / "browser";
    if (::mkfifo(fifo.c_str(), 0600) != 0) std::abort();
    // Only what the shell does itself: while it starts another program, its own signals are blocked.
    std::ofstream(program) << "#!/bin/sh\n"
                              "status() { while read -r line; do echo \"$line\"; done < /proc/$$/$1; }\n"
                              "{ echo \"argument $1\"; status stat; status status;"
                              " for fd in /proc/self/fd/*; do readlink \"$fd\"; done; } > '"
                           << fifo.string() << "'\n";
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  }
  ~Seen() { std::filesystem::remove_all(folder); }
  Seen(const Seen&) = delete;
  Seen& operator=(const Seen&) = delete;
  [[nodiscard]] std::string read() const {
    std::ifstream in(fifo);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::filesystem::path folder, fifo, program;
};

TEST(StartDetached, TakesNothingOfOursAlong) {
  const Seen seen;
  const std::filesystem::path secret = seen.folder / "secret";
  std::ofstream(secret) << "answer";
  const Fd open(::open(secret.c_str(), O_RDONLY));  // no O_CLOEXEC: as a script's descriptor of answers
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &blocked, nullptr);
  ASSERT_TRUE(start_detached({seen.program, kUrl}));
  const std::string said = seen.read();
  EXPECT_NE(said.find(std::string("argument ") + kUrl + "\n"), std::string::npos) << said;
  EXPECT_EQ(said.find("secret"), std::string::npos) << said;
  EXPECT_NE(said.find("/dev/null"), std::string::npos);
  EXPECT_NE(said.find("SigBlk:\t0000000000000000"), std::string::npos) << said;
  // pid (comm) state ppid pgrp session …: a session of its own.
  const std::size_t stat = said.find(" (browser) ");
  ASSERT_NE(stat, std::string::npos) << said;
  const std::string pid = said.substr(said.rfind('\n', stat) + 1, stat - said.rfind('\n', stat) - 1);
  std::istringstream fields(said.substr(stat + std::string_view(" (browser) ").size()));
  std::string state;
  std::string parent;
  std::string group;
  std::string session;
  fields >> state >> parent >> group >> session;
  EXPECT_EQ(session, pid);
}

TEST(StartDetached, SaysWhenThereIsNoSuchProgram) {
  EXPECT_FALSE(start_detached({"/nonexistent/browser", kUrl}));
  EXPECT_FALSE(start_detached({}));
}

TEST(OpenInBrowser, FollowsTheEnvironment) {
  const Seen seen;
  ::setenv("BROWSER", seen.program.c_str(), 1);
  EXPECT_TRUE(open_in_browser(kUrl));
  EXPECT_NE(seen.read().find(kUrl), std::string::npos);
  for (const char* name : {"BROWSER", "DISPLAY", "WAYLAND_DISPLAY"}) ::unsetenv(name);
  EXPECT_FALSE(open_in_browser(kUrl));
}

TEST(BrowserWords, NameTheAddressWhenItWasNotOpened) {
  EXPECT_EQ(browser_words(kUrl, true).find("https"), std::string::npos);
  EXPECT_NE(browser_words(kUrl, false).find(kUrl), std::string::npos);
  const BrowserRequest request = browser_request({{"prompt", sdbus::Variant(std::string("p"))},
                                                  {"app", sdbus::Variant(std::string("org.x\n"))},
                                                  {"sandboxed", sdbus::Variant(true)},
                                                  {"act", sdbus::Variant(std::string("link"))}});
  EXPECT_EQ(browser_heading(request),
            "\n── Link with マイナポータル ──\nAsked by: Flatpak app org.x\uFFFD (proved)\n");
}

TEST(BrowserWords, AScriptIsToldTheAddressToo) {
  testing::internal::CaptureStderr();
  ScriptedPrompter(-1, {}).show_browser({}, kUrl, false);
  EXPECT_NE(testing::internal::GetCapturedStderr().find(kUrl), std::string::npos);
}

}  // namespace
}  // namespace kenkod::cli
