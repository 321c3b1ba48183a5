#include "client-cli/agent/pin_prompt.hpp"

#include <fmt/format.h>

#include "client-cli/agent/pin_words.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/rule_words.hpp"
#include "common/pin.hpp"

namespace kenkod::cli {

std::optional<SecretBuffer> PinPrompt::ask(const SecretRequest& request) {
  terminal_.write(pin_words(request));
  for (;;) {
    auto pin = terminal_.read_line(fmt::format("{}: ", tr("PIN (4 digits)")), Terminal::Echo::hidden,
                                   kPinDigits, cancel_);
    if (!pin || is_pin(pin->text())) return pin;
    terminal_.write(fmt::format("{}\n", refusal_words("pin-format")));
  }
}

std::optional<bool> PinPrompt::confirm(const CardRequest& request) {
  switch (request.kind) {
    case CardRequest::Kind::last_try:
      return confirm_last_try(request);
    case CardRequest::Kind::pin_pad:
      return announce_pin_pad(request);
  }
  return std::nullopt;
}

std::optional<bool> PinPrompt::confirm_last_try(const CardRequest& request) {
  terminal_.write(last_try_words(request));
  const auto typed = terminal_.read_line(fmt::format("{} [y/N] ", tr("Use the last try?")),
                                         Terminal::Echo::shown, 0, cancel_);
  if (!typed) return std::nullopt;
  return typed->text() == "y" || typed->text() == "Y" || typed->text() == "yes";
}

std::optional<bool> PinPrompt::announce_pin_pad(const CardRequest& request) {
  terminal_.write(pin_pad_words(request));
  const auto typed = terminal_.read_line(tr("[Enter] Go on at the reader   [Ctrl-D] cancel "),
                                         Terminal::Echo::hidden, 0, cancel_);
  if (!typed) return std::nullopt;
  return true;
}

}  // namespace kenkod::cli
