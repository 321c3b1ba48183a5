#include <fmt/format.h>

#include "client-cli/card/card_words.hpp"
#include "client-cli/commands/card_call.hpp"
#include "client-cli/commands/commands.hpp"
#include "client-cli/commands/record_rows.hpp"

namespace kenkod::cli {

ExitCode run_card(Client& client, const CommandLine& line) {
  try {
    const CardStatus card = card_status_of(call_card(client, "GetCardStatus", line));
    fmt::print("{}", card_words(card, output_style()));
    return card.usable() ? ExitCode::ok : ExitCode::card;
  } catch (const CallError& error) {
    return tell_card_error(client, error);
  }
}

}  // namespace kenkod::cli
