// One function per command; each returns the exit status. They throw CallError, Failure, Interrupted.
#pragma once

#include "client-cli/client.hpp"

namespace kenkod::cli {

[[nodiscard]] ExitCode run_status(Client& client);
[[nodiscard]] ExitCode run_terms(Client& client, const CommandLine& line);
[[nodiscard]] ExitCode run_question(Client& client, const CommandLine& line);
[[nodiscard]] ExitCode run_import(Client& client, const CommandLine& line);
[[nodiscard]] ExitCode run_show(Client& client, const CommandLine& line);
[[nodiscard]] ExitCode run_trend(Client& client, const CommandLine& line);
[[nodiscard]] ExitCode run_export(Client& client, const CommandLine& line);
[[nodiscard]] ExitCode run_lock(Client& client);
[[nodiscard]] ExitCode run_purge(Client& client);
[[nodiscard]] ExitCode run_purge_fetched(Client& client, const CommandLine& line);
[[nodiscard]] ExitCode run_link(Client& client, const CommandLine& line);
[[nodiscard]] ExitCode run_unlink(Client& client, const CommandLine& line);
[[nodiscard]] ExitCode run_history(Client& client, const CommandLine& line);
[[nodiscard]] ExitCode run_principals(Client& client, const CommandLine& line);
[[nodiscard]] ExitCode run_readers(Client& client);
[[nodiscard]] ExitCode run_card(Client& client, const CommandLine& line);
[[nodiscard]] ExitCode run_card_test(Client& client, const CommandLine& line);
[[nodiscard]] ExitCode run_agent(Client& client);

}  // namespace kenkod::cli
