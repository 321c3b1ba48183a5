// What the agent says when kenkod sends the person to the portal.
#pragma once

#include <string>

#include "client-cli/agent/prompter.hpp"

namespace kenkod::cli {

// Lines ended by LF: who asks, and what happens in the browser.
[[nodiscard]] std::string browser_heading(const BrowserRequest& request);
// One sentence. `opened` false: the address itself, for the person to open.
[[nodiscard]] std::string browser_words(const std::string& url, bool opened);

}  // namespace kenkod::cli
