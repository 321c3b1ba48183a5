#include <fmt/format.h>

#include "client-cli/bus/dict.hpp"
#include "client-cli/commands/commands.hpp"
#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {

ExitCode run_question(Client& client, const CommandLine& line) {
  client.offer_agent();
  const bool change = line.command == "question change";
  Dict result;
  unpack(client.held_manager(change ? "ChangeSecretQuestion" : "SetSecretQuestion"), result);
  fmt::print("{}\n", change ? tr("The secret question was changed.") : tr("The secret question was set."));
  if (!value_of<bool>(result, "device-key"))
    fmt::print("{}\n", tr("Without a keyring, the records rest on this machine and your answer only."));
  if (value_of<bool>(result, "recovery-key"))
    fmt::print("{}\n", tr("A recovery key was made; earlier ones no longer work."));
  else
    fmt::print(
        "{}\n",
        tr("There is no recovery key: without this machine or its keyring the records cannot be opened."));
  return ExitCode::ok;
}

}  // namespace kenkod::cli
