// The PIN of the My Number card on the terminal.
#pragma once

#include <optional>

#include "client-cli/agent/prompter.hpp"
#include "client-cli/terminal/terminal.hpp"

namespace kenkod::cli {

class PinPrompt {
 public:
  PinPrompt(Terminal& terminal, const CancelToken& cancel) : terminal_(terminal), cancel_(cancel) {}

  // Four digits; nothing when dismissed.
  [[nodiscard]] std::optional<SecretBuffer> ask(const SecretRequest& request);
  // Nothing when dismissed.
  [[nodiscard]] std::optional<bool> confirm(const CardRequest& request);

 private:
  [[nodiscard]] std::optional<bool> confirm_last_try(const CardRequest& request);
  [[nodiscard]] std::optional<bool> announce_pin_pad(const CardRequest& request);

  Terminal& terminal_;
  const CancelToken& cancel_;
};

}  // namespace kenkod::cli
