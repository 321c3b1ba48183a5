#include <fmt/format.h>

#include <cstdio>

#include "client-cli/commands/commands.hpp"
#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {

ExitCode run_agent(Client& client) {
  if (!client.can_ask()) throw Failure{ExitCode::cancelled, tr("There is no terminal to ask on.")};
  bool ended = false;
  bool new_owner = false;
  // kenkod forgets its agents when it restarts.
  const auto match = client.loop().connection().addMatch(
      "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',member='NameOwnerChanged'"
      ","
      "arg0='org.kenkod1'",
      [&new_owner](sdbus::Message& signal) {
        std::string name;
        std::string before;
        std::string after;
        try {
          signal >> name >> before >> after;
        } catch (const sdbus::Error&) {
          return;
        }
        new_owner = !after.empty();
      });
  client.register_agent();
  new_owner = false;
  fmt::print(stderr, "{}\n", tr("Ready to ask on this terminal. Ctrl-C ends."));
  client.loop().on_interrupt([&ended] { ended = true; });
  for (;;) {
    client.loop().run_until([&] { return ended || new_owner; });
    if (ended) break;
    new_owner = false;
    client.agent().cancel_prompts();
    try {
      client.register_agent();
    } catch (const CallError& error) {
      // It may have gone again already; the next owner is announced like this one.
      fmt::print(stderr, "kenkoctl: {}\n", error_words(error).what);
    }
  }
  client.loop().on_interrupt({});
  client.agent().cancel_prompts();
  return ExitCode::ok;
}

}  // namespace kenkod::cli
