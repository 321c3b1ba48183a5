#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "client-cli/bus/dict.hpp"
#include "client-cli/commands/commands.hpp"
#include "client-cli/import/file_list.hpp"
#include "client-cli/import/report.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

Fd open_file(const std::string& name) {
  if (name == "-") return Fd(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3));
  // Opening a fifo that nobody writes to would hang here; kenkod has its own time limit for reading it.
  Fd fd(::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (fd) ::fcntl(fd.get(), F_SETFL, 0);
  return fd;
}

ImportRow row_of(const Dict& dict) {
  ImportRow row;
  row.outcome = value_of<std::string>(dict, "outcome");
  row.kind = value_of<std::string>(dict, "kind");
  row.layout = value_of<std::string>(dict, "layout");
  row.date = value_of<std::string>(dict, "date");
  row.records = value_of<std::uint32_t>(dict, "records");
  row.warnings = value_of<std::uint32_t>(dict, "warnings");
  row.document_warnings = value_of<std::vector<std::string>>(dict, "document-warnings");
  row.subject_unconfirmed = value_of<bool>(dict, "subject-unconfirmed");
  row.error = {value_of<std::string>(dict, "error"), value_of<std::string>(dict, "message")};
  return row;
}

// The file's own fault, or that of reading it; the next one may do better.
bool only_this_file(const CallError& error) {
  const auto code = error_from_name(error.name);
  return code && (exit_code(*code) == ExitCode::document || code == ErrorCode::Failed ||
                  code == ErrorCode::InvalidArgument);
}

// One call for each file: its lines appear as soon as they are true, and Ctrl-C leaves no doubt about what
// was stored before.
class Import {
 public:
  Import(Client& client, sdbus::IProxy& session, bool check)
      : client_(client), session_(session), check_(check), report_(check) {}

  void file(const ImportFile& file) {
    Fd fd = file.readable ? open_file(file.path) : Fd();
    if (!fd) {
      tell(report_.unopened(file.path));
      return;
    }
    std::vector<sdbus::UnixFd> fds;
    fds.emplace_back(fd.release(), sdbus::adopt_fd);
    std::vector<Dict> results;
    try {
      Options options;
      if (check_) options.emplace("check", sdbus::Variant(true));
      unpack(client_.held(session_, kSession, "Import", options, fds), results);
    } catch (const CallError& error) {
      if (!only_this_file(error)) throw;
      ImportRow refused;
      refused.outcome = "refused";
      refused.error = error;
      tell(report_.line(file.path, refused));
    }
    std::size_t number = 0;
    for (const Dict& result : results)
      tell(report_.line(
          results.size() > 1 ? fmt::format("{} [{}/{}]", file.path, ++number, results.size()) : file.path,
          row_of(result)));
  }

  [[nodiscard]] const ImportReport& report() const noexcept { return report_; }

 private:
  static void tell(const std::string& line) {
    fmt::print("{}", line);
    std::fflush(stdout);
  }

  Client& client_;
  sdbus::IProxy& session_;
  bool check_;
  ImportReport report_;
};

void print_summary(const ImportReport& report) {
  if (report.documents() > 1) fmt::print("\n{}", report.summary());
  fmt::print("{}", report.subject_notice());
  if (report.stored() > 0) fmt::print("{}\n", tr("The data was imported"));
  std::fflush(stdout);
}

}  // namespace

ExitCode run_import(Client& client, const CommandLine& line) {
  const std::vector<ImportFile> files = list_files(line.files);
  if (files.empty()) throw Failure{ExitCode::nothing, tr("There is no file to import in the folder.")};
  // A misspelt name alone costs no answer.
  if (std::ranges::none_of(files, &ImportFile::readable)) {
    ImportReport report(line.check);
    for (const ImportFile& file : files) fmt::print(stderr, "kenkoctl: {}", report.unopened(file.path));
    return report.exit();
  }
  const auto session = client.open_session({"import"}, line.check ? tr("Check files") : tr("Import files"));
  Import import(client, *session, line.check);
  try {
    std::size_t number = 0;
    for (const ImportFile& file : files) {
      client.name_progress(fmt::format("{}/{}", ++number, files.size()), printable(file.path));
      import.file(file);
      if (client.interrupted()) throw Interrupted{};
    }
  } catch (...) {
    // What came before is stored, whatever ended this.
    print_summary(import.report());
    throw;
  }
  client.close_session(*session);
  print_summary(import.report());
  return import.report().exit();
}

}  // namespace kenkod::cli
