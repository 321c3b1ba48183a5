// What the agent shows before a PIN of the My Number card is typed.
#pragma once

#include <string>

#include "client-cli/agent/prompter.hpp"

namespace kenkod::cli {

// Lines ended by LF, above the prompt. After a PIN of a wrong form or a wrong PIN only what is new.
[[nodiscard]] std::string pin_words(const SecretRequest& request);
[[nodiscard]] std::string last_try_words(const CardRequest& request);
[[nodiscard]] std::string pin_pad_words(const CardRequest& request);

}  // namespace kenkod::cli
