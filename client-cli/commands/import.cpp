#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <span>

#include "client-cli/bus/dict.hpp"
#include "client-cli/commands/commands.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

constexpr std::size_t kFilesPerCall = 64;

struct Tally {
  unsigned long imported = 0, revised = 0, already_there = 0, refused = 0;
};

std::vector<sdbus::UnixFd> open_files(std::span<const std::string> names) {
  std::vector<sdbus::UnixFd> fds;
  for (const std::string& name : names) {
    // O_NONBLOCK: opening a fifo nobody writes to must not hang; kenkod has its own time limit.
    const int fd = name == "-" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                               : ::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) throw Failure{ExitCode::failed, trf("{}: the file cannot be opened.", printable(name))};
    fds.emplace_back(fd, sdbus::adopt_fd);
  }
  return fds;
}

void print_refused(const std::string& name, const CallError& error) {
  const ErrorWords words = error_words(error);
  fmt::print("{}: {}\n", name, words.what);
  if (!words.next.empty()) fmt::print("  → {}\n", words.next);
}

void print_result(const std::string& name, const Dict& row, Tally& tally) {
  const auto outcome = value_of<std::string>(row, "outcome");
  if (outcome == "refused") {
    ++tally.refused;
    print_refused(name, {value_of<std::string>(row, "error"), value_of<std::string>(row, "message")});
    return;
  }
  std::string words = tr("already there, nothing changed");
  if (outcome == "imported") {
    ++tally.imported;
    words = tr("was imported");
  } else if (outcome == "revised") {
    ++tally.revised;
    words = tr("a newer revision was imported");
  } else {
    ++tally.already_there;
  }
  fmt::print("{}: {} ({}, {}", name, words, printable(value_of<std::string>(row, "date")),
             trn("{} item", "{} items", value_of<std::uint32_t>(row, "records")));
  if (const auto warnings = value_of<std::uint32_t>(row, "warnings"); warnings > 0)
    fmt::print(", {}", trn("{} warning", "{} warnings", warnings));
  fmt::print(")\n");
}

void import_some(Client& client, sdbus::IProxy& session, std::span<const std::string> names, Tally& tally) {
  std::vector<Dict> results;
  unpack(client.held(session, kSession, "Import", {}, open_files(names)), results);
  for (const Dict& row : results) {
    const auto index = value_of<std::uint32_t>(row, "file");
    print_result(index < names.size() ? printable(names[index]) : "?", row, tally);
  }
}

}  // namespace

ExitCode run_import(Client& client, const CommandLine& line) {
  const std::span<const std::string> names(line.files);
  // Opened once before anybody is asked, so that a misspelt name costs no answer.
  for (std::size_t at = 0; at < names.size(); at += kFilesPerCall)
    static_cast<void>(open_files(names.subspan(at, std::min(kFilesPerCall, names.size() - at))));
  const auto session = client.open_session({"import"}, tr("Import files"));
  Tally tally;
  std::optional<CallError> first_error;
  for (std::size_t at = 0; at < names.size(); at += kFilesPerCall) {
    const auto some = names.subspan(at, std::min(kFilesPerCall, names.size() - at));
    try {
      import_some(client, *session, some, tally);
    } catch (const CallError& error) {
      // Nothing of this call was accepted; its error is that of the first refusal.
      if (names.size() <= kFilesPerCall) throw;
      tally.refused += some.size();
      if (!first_error) first_error = error;
    }
  }
  client.close_session(*session);
  if (first_error && tally.imported + tally.revised + tally.already_there == 0) throw CallError(*first_error);
  if (tally.imported + tally.revised > 0) fmt::print("{}\n", tr("The data was imported"));
  if (names.size() > 1 || tally.imported + tally.revised + tally.already_there + tally.refused > 1)
    fmt::print("{}\n", trf("New: {}, revised: {}, already there: {}, refused: {}", tally.imported,
                           tally.revised, tally.already_there, tally.refused));
  return tally.refused > 0 ? ExitCode::document : ExitCode::ok;
}

}  // namespace kenkod::cli
