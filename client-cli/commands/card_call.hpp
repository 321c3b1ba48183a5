// Calls about readers and cards.
#pragma once

#include <vector>

#include "client-cli/bus/dict.hpp"
#include "client-cli/card/readers_table.hpp"
#include "client-cli/client.hpp"

namespace kenkod::cli {

[[nodiscard]] std::vector<Reader> list_readers(Client& client);

// A held call of the manager with the option `reader`. Throws CallError.
[[nodiscard]] Dict call_card(Client& client, const char* method, const CommandLine& line);

// Tells the error; when the reader or the card is to blame, the readers with their states, and the number for
// lost cards.
[[nodiscard]] ExitCode tell_card_error(Client& client, const CallError& error);

}  // namespace kenkod::cli
