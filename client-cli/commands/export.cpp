#include <fmt/format.h>
#include <unistd.h>

#include "client-cli/bus/dict.hpp"
#include "client-cli/commands/commands.hpp"
#include "client-cli/commands/principal_id.hpp"
#include "client-cli/new_file.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

void export_to(Client& client, const CommandLine& line, int fd, const std::string& name) {
  const auto session =
      client.open_session({"export"}, tr("Write all data to a file"), principal_id(client, line.principal));
  Dict result;
  unpack(client.held(*session, kSession, "Export", {}, sdbus::UnixFd(fd)), result);
  client.close_session(*session);
  fmt::print(
      stderr, "{}\n{}\n",
      trn("{} document was written to {} ({} bytes).", "{} documents were written to {} ({} bytes).",
          value_of<std::uint32_t>(result, "documents"), name, value_of<std::uint64_t>(result, "bytes")),
      tr("The file is not encrypted: keep it where nobody else can read it."));
}

}  // namespace

ExitCode run_export(Client& client, const CommandLine& line) {
  const std::string& path = line.files.front();
  if (path == "-") {
    if (isatty(STDOUT_FILENO) != 0 && !line.force)
      throw Failure{ExitCode::usage, tr("Standard output is a terminal; name a file, or add --force.")};
    export_to(client, line, STDOUT_FILENO, tr("standard output"));
    return ExitCode::ok;
  }
  NewFile file(path, line.force);
  export_to(client, line, file.fd(), printable(path));
  file.keep();
  return ExitCode::ok;
}

}  // namespace kenkod::cli
