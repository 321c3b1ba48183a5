#include <fmt/format.h>
#include <unistd.h>

#include "client-cli/bus/dict.hpp"
#include "client-cli/commands/commands.hpp"
#include "client-cli/commands/principal_id.hpp"
#include "client-cli/commands/record_rows.hpp"
#include "client-cli/link/purge_preview.hpp"
#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {
namespace {

std::vector<PurgedKind> preview(Client& client, sdbus::IProxy& session) {
  std::vector<Dict> rows;
  unpack(call(client.loop(), session, kSession, "PreviewPurge", Options{}), rows);
  return purged_kinds(rows);
}

void warn(const CommandLine& line) {
  fmt::print(
      stderr, "※ {}\n※ {}\n※ {}\n",
      tr("This deletes all data fetched from マイナポータル so far from this computer"),
      tr("Some data may not come back even if it is fetched from マイナポータル again, so please take care"),
      line.principal.empty()
          ? tr("Imported data, the secret question and the consent stay. What マイナポータル holds stays "
               "there.")
          : tr("Everything there is of this person goes. What マイナポータル holds stays there."));
}

}  // namespace

ExitCode run_purge_fetched(Client& client, const CommandLine& line) {
  const auto session =
      client.open_session({"purge"}, tr("Delete the fetched data"), principal_id(client, line.principal));
  const std::vector<PurgedKind> kinds = preview(client, *session);
  if (kinds.empty()) {
    client.close_session(*session);
    throw Failure{ExitCode::nothing, tr("There is no fetched data to delete.")};
  }
  fmt::print("{}", purge_preview(kinds, output_style()));
  std::fflush(stdout);
  warn(line);
  if (!client.confirm(tr("Delete the fetched data"))) {
    client.close_session(*session);
    fmt::print(stderr, "{}\n", tr("Nothing was deleted."));
    return ExitCode::cancelled;
  }
  Dict result;
  unpack(client.held(*session, kSession, "Purge", {}, std::string("fetched")), result);
  client.close_session(*session);
  fmt::print("{}\n{}\n", tr("All fetched data was deleted"),
             trn("{} document", "{} documents", value_of<std::uint32_t>(result, "documents")));
  if (!value_of<bool>(result, "recovery-key", true))
    fmt::print(stderr, "※ {}\n",
               tr("The recovery key no longer opens these records. For a new one: kenkoctl question change"));
  return ExitCode::ok;
}

}  // namespace kenkod::cli
