#include <fmt/format.h>

#include "client-cli/bus/dict.hpp"
#include "client-cli/commands/commands.hpp"
#include "client-cli/commands/principal_id.hpp"
#include "client-cli/commands/record_rows.hpp"
#include "client-cli/link/fetch_history.hpp"
#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {

ExitCode run_history(Client& client, const CommandLine& line) {
  const auto session = client.open_session({"checkup", "medication", "expense"}, tr("List what was fetched"),
                                           principal_id(client, line.principal));
  std::vector<Dict> rows;
  unpack(call(client.loop(), *session, kSession, "ListFetches", Options{}), rows);
  client.close_session(*session);
  const std::vector<PastFetch> fetches = past_fetches(rows);
  if (line.format == "json") fmt::print("{}", history_json(fetches));
  if (line.format == "csv") fmt::print("{}", history_csv(fetches));
  if (fetches.empty())
    throw Failure{ExitCode::nothing, tr("Nothing was fetched from マイナポータル yet: kenkoctl link")};
  if (line.format != "json" && line.format != "csv") fmt::print("{}", history_text(fetches, output_style()));
  return ExitCode::ok;
}

}  // namespace kenkod::cli
