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

// The daemon takes 64, but dbus-daemon's default ends the connection of whoever sends more in one message.
constexpr std::size_t kFilesPerCall = 16;

struct Tally {
  unsigned long imported = 0, revised = 0, already_there = 0, refused = 0;
};

Failure cannot_open(const std::string& name) {
  return {ExitCode::failed, trf("{}: the file cannot be opened.", printable(name))};
}

Fd open_file(const std::string& name) {
  if (name == "-") return Fd(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3));
  // Opening a fifo that nobody writes to would hang here; kenkod has its own time limit for reading it.
  Fd fd(::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (fd) ::fcntl(fd.get(), F_SETFL, 0);
  return fd;
}

std::vector<sdbus::UnixFd> open_files(std::span<const std::string> names) {
  std::vector<sdbus::UnixFd> fds;
  for (const std::string& name : names) {
    Fd fd = open_file(name);
    if (!fd) throw Failure(cannot_open(name));
    fds.emplace_back(fd.release(), sdbus::adopt_fd);
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

// Of a call in which nothing was accepted kenkod tells the first refusal only.
void none_accepted(std::span<const std::string> names, const CallError& error, Tally& tally) {
  if (error_words(error).exit != ExitCode::document) throw CallError(error);
  print_refused(printable(names.front()), error);
  for (const std::string& name : names.subspan(1))
    fmt::print("{}: {}\n", printable(name), tr("not imported"));
  tally.refused += names.size();
}

}  // namespace

ExitCode run_import(Client& client, const CommandLine& line) {
  const std::span<const std::string> names(line.files);
  // Before anybody is asked, so that a misspelt name costs no answer.
  for (const std::string& name : names)
    if (name != "-" && ::access(name.c_str(), R_OK) != 0) throw Failure(cannot_open(name));
  const auto session = client.open_session({"import"}, tr("Import files"));
  Tally tally;
  for (std::size_t at = 0; at < names.size(); at += kFilesPerCall) {
    const auto some = names.subspan(at, std::min(kFilesPerCall, names.size() - at));
    try {
      import_some(client, *session, some, tally);
    } catch (const CallError& error) {
      if (names.size() == 1) throw;
      none_accepted(some, error, tally);
    }
  }
  client.close_session(*session);
  if (tally.imported + tally.revised > 0) fmt::print("{}\n", tr("The data was imported"));
  if (tally.imported + tally.revised + tally.already_there + tally.refused > 1)
    fmt::print("{}\n", trf("New: {}, revised: {}, already there: {}, refused: {}", tally.imported,
                           tally.revised, tally.already_there, tally.refused));
  return tally.refused > 0 ? ExitCode::document : ExitCode::ok;
}

}  // namespace kenkod::cli
