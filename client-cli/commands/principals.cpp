#include <fmt/format.h>
#include <unistd.h>

#include "client-cli/commands/commands.hpp"
#include "client-cli/commands/principal_id.hpp"
#include "client-cli/commands/record_rows.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

// Nobody is asked by a script, and --yes was not said to this question.
bool asks(const CommandLine& line) {
  return !line.yes && line.answer_fd < 0 && isatty(STDOUT_FILENO) != 0 && isatty(STDIN_FILENO) != 0;
}

}  // namespace

ExitCode run_principals(Client& client, const CommandLine& line) {
  const auto session = client.open_session({"principals"}, tr("List the people you act for"));
  const std::vector<ActedFor> people = list_principals(client, *session);
  client.close_session(*session);
  if (people.empty())
    throw Failure{ExitCode::nothing, tr("マイナポータル lists nobody you may act for (代理人).")};
  fmt::print("{}", principals_table(people, output_style()));
  std::fflush(stdout);
  if (!asks(line)) return ExitCode::ok;
  for (const ActedFor& person : people) {
    if (person.listed) continue;
    if (!client.confirm(trf("See what there is of {}, to delete it?", printable(person.name)))) continue;
    CommandLine purge = line;
    purge.principal = person.id;
    const ExitCode exit = run_purge_fetched(client, purge);
    if (exit != ExitCode::ok && exit != ExitCode::cancelled) return exit;
  }
  return ExitCode::ok;
}

}  // namespace kenkod::cli
