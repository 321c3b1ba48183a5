#include <fmt/format.h>

#include "client-cli/commands/commands.hpp"
#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {

ExitCode run_terms(Client& client, const CommandLine& line) {
  if (line.withdraw) {
    static_cast<void>(client.manager("WithdrawConsent", Options{}));
    fmt::print("{}\n{}\n", tr("The consent was taken back."),
               tr("Stored records stay, locked. To delete them: kenkoctl purge"));
    return ExitCode::ok;
  }
  std::string version;
  std::string text;
  unpack(client.manager("GetTerms", message_language(), Options{}), version, text);
  fmt::print("{}\n", text);
  if (!line.accept) return ExitCode::ok;
  if (!client.confirm(tr("Agree to the terms of use for マイナポータル linking and import"))) {
    fmt::print(stderr, "{}\n", tr("The terms were not accepted."));
    return ExitCode::cancelled;
  }
  static_cast<void>(client.manager("AcceptTerms", version, Options{}));
  fmt::print("{}\n", trf("The terms (version {}) were accepted.", version));
  return ExitCode::ok;
}

}  // namespace kenkod::cli
