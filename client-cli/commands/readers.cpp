#include <fmt/format.h>

#include "client-cli/commands/card_call.hpp"
#include "client-cli/commands/commands.hpp"
#include "client-cli/commands/record_rows.hpp"

namespace kenkod::cli {

ExitCode run_readers(Client& client) {
  const std::vector<Reader> readers = list_readers(client);
  fmt::print("{}", readers_table(readers, output_style()));
  return readers.empty() ? ExitCode::card : ExitCode::ok;
}

}  // namespace kenkod::cli
