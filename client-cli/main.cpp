#include <fmt/format.h>
#include <sodium.h>

#include <cstdio>

#include "client-cli/commands/commands.hpp"
#include "client-cli/tell_error.hpp"
#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {
namespace {

ExitCode dispatch(Client& client, const CommandLine& line) {
  if (line.command == "status") return run_status(client);
  if (line.command == "terms") return run_terms(client, line);
  if (line.command == "import") return run_import(client, line);
  if (line.command.starts_with("show ")) return run_show(client, line);
  if (line.command == "trend") return run_trend(client, line);
  if (line.command == "export") return run_export(client, line);
  if (line.command == "lock") return run_lock(client);
  if (line.command == "purge") return line.fetched ? run_purge_fetched(client, line) : run_purge(client);
  if (line.command == "link") return run_link(client, line);
  if (line.command == "unlink") return run_unlink(client, line);
  if (line.command == "history") return run_history(client, line);
  if (line.command == "principals") return run_principals(client, line);
  if (line.command == "readers") return run_readers(client);
  if (line.command == "card") return run_card(client, line);
  if (line.command == "card test") return run_card_test(client, line);
  if (line.command == "agent") return run_agent(client);
  return run_question(client, line);
}

ExitCode run(const CommandLine& line) {
  try {
    Client client(line);
    return dispatch(client, line);
  } catch (const CallError& error) {
    return tell_error(error_words(error));
  } catch (const Failure& failure) {
    fmt::print(stderr, "kenkoctl: {}\n", failure.sentence);
    return failure.exit;
  } catch (const Interrupted&) {
    fmt::print(stderr, "\nkenkoctl: {}\n", tr("Interrupted."));
    return ExitCode::interrupted;
  } catch (const std::exception& error) {
    fmt::print(stderr, "kenkoctl: {}\n", trf("Something unexpected went wrong: {}", error.what()));
    return ExitCode::failed;
  }
}

}  // namespace
}  // namespace kenkod::cli

int main(int argc, char** argv) {
  using namespace kenkod::cli;
  start_messages();
  if (sodium_init() < 0) return static_cast<int>(ExitCode::failed);
  const Parsed parsed = parse_command_line(argc, argv);
  const ExitCode exit = parsed.run ? run(parsed.line) : parsed.exit;
  // Output that never arrived is a failure a script must see.
  const bool delivered = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  return static_cast<int>(exit == ExitCode::ok && !delivered ? ExitCode::failed : exit);
}
