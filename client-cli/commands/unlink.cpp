#include <fmt/format.h>

#include "client-cli/bus/dict.hpp"
#include "client-cli/card/lost_card.hpp"
#include "client-cli/commands/commands.hpp"
#include "client-cli/tell_error.hpp"
#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {

ExitCode run_unlink(Client& client, const CommandLine& line) {
  client.offer_agent();
  Options options;
  if (line.forget) options.emplace("forget", sdbus::Variant(true));
  Dict result;
  try {
    unpack(client.held_manager_with("Unlink", options), result);
  } catch (const CallError& error) {
    const ExitCode exit = tell_error(error_words(error));
    fmt::print(stderr, "  → {}\n", tr("Without the answer: kenkoctl unlink --forget"));
    return exit;
  }
  fmt::print("{}\n", tr("There is no link with マイナポータル any more."));
  if (!value_of<bool>(result, "confirmed"))
    fmt::print(
        "※ {}\n",
        line.forget
            ? tr("マイナポータル was not told: it learns of it when the term ends. You can take the link "
                 "back there yourself.")
            : tr("マイナポータル did not confirm it: take the link back there yourself, or wait until its "
                 "term ends. Nothing is fetched from here any more."));
  fmt::print("{}\n{}\n", tr("What was fetched stays. To delete it: kenkoctl purge --fetched"),
             lost_card_words());
  return ExitCode::ok;
}

}  // namespace kenkod::cli
