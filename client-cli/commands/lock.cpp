#include <fmt/format.h>

#include "client-cli/commands/commands.hpp"
#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {

ExitCode run_lock(Client& client) {
  static_cast<void>(client.manager("Lock", Options{}));
  fmt::print("{}\n", tr("The records are locked."));
  return ExitCode::ok;
}

}  // namespace kenkod::cli
