#include <fmt/format.h>

#include "client-cli/bus/dict.hpp"
#include "client-cli/commands/commands.hpp"
#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {

ExitCode run_purge(Client& client) {
  fmt::print(
      stderr, "※ {}\n※ {}\n※ {}\n",
      tr("This deletes all data fetched from マイナポータル so far from this computer"),
      tr("Some data may not come back even if it is fetched from マイナポータル again, so please take care"),
      tr("Imported data, the secret question, the consent and the key in the keyring go with it. The answer "
         "is not "
         "needed."));
  if (!client.confirm(tr("Delete the fetched data"))) {
    fmt::print(stderr, "{}\n", tr("Nothing was deleted."));
    return ExitCode::cancelled;
  }
  client.offer_agent();  // it deletes the key in the keyring
  Dict result;
  unpack(client.held_manager("Purge", std::string("everything")), result);
  fmt::print("{}\n", tr("All fetched data was deleted"));
  if (!value_of<bool>(result, "device-key-deleted"))
    fmt::print("{}\n", tr("The key in your keyring could not be deleted; it opens nothing any more."));
  return ExitCode::ok;
}

}  // namespace kenkod::cli
