// The command line.
#pragma once

#include <string>
#include <vector>

#include "client-cli/agent/recovery_key_file.hpp"
#include "client-cli/exit_code.hpp"

namespace kenkod::cli {

struct CommandLine {
  std::string command;  // "question set" and "question change" are two
  int answer_fd = -1;
  bool yes = false;
  bool recovery = false;
  bool no_recovery_key = false;
  RecoveryKeyTarget recovery_key;

  bool accept = false, withdraw = false;  // terms
  std::vector<std::string> files;         // import; export: one
  bool check = false;                     // import
  bool force = false;                     // export, card test
  std::string format = "table";           // show, history
  std::string from, to, code, document;
  bool superseded = false;
  std::string item;                       // trend
  std::string reader;                     // card, card test, link
  std::string signature_file, text_file;  // card test
  std::string flow;                       // link: "card", "browser", or empty
  std::vector<std::string> kinds;         // link
  bool anyway = false;                    // link
  bool forget = false;                    // unlink
  bool fetched = false;                   // purge
  std::string principal;                  // id or name; link, show, trend, export, history, purge
};

// What to do, or the status to end with (help and errors are already printed).
struct Parsed {
  CommandLine line;
  bool run = false;
  ExitCode exit = ExitCode::ok;
};
[[nodiscard]] Parsed parse_command_line(int argc, const char* const* argv);

}  // namespace kenkod::cli
