// The person's own browser, started so that nothing of this program goes with it but the address.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kenkod::cli {

inline constexpr std::size_t kMaxBrowserUrl = 8192;  // bytes

// https and printable ASCII of at most 8192 bytes: nothing a browser or a terminal could take for more than
// an address.
[[nodiscard]] bool may_open(std::string_view url) noexcept;

// The program and its arguments for `url`: the first entry of `browser` ($BROWSER: entries parted by colons,
// words by spaces, %s stands for the address), else xdg-open. Empty when nothing could be shown: no $BROWSER
// and no display.
[[nodiscard]] std::vector<std::string> browser_command(std::string_view browser, bool display,
                                                       const std::string& url);

// Starts it by itself: own session, nothing to read or write, no descriptor of ours, never through a shell.
// False when there is no such program. Any thread.
[[nodiscard]] bool start_detached(const std::vector<std::string>& command);

// As browser_command() says, with the environment of this program; false when it was not started.
[[nodiscard]] bool open_in_browser(const std::string& url);

}  // namespace kenkod::cli
