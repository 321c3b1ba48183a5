#include "journal.hpp"

#include <sys/uio.h>
#include <syslog.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

namespace kenkod::fetch::journal {
namespace {

void write(const char* message_id, int priority, const std::string& sentence,
           std::vector<std::string> lines) {
  static const bool has_journal = access("/run/systemd/journal/socket", W_OK) == 0;
  if (!has_journal) {
    std::fprintf(stderr, "<%d>kenkod-fetch: %s\n", priority, sentence.c_str());
    return;
  }
  lines.push_back("MESSAGE=" + sentence);
  lines.push_back(std::string("MESSAGE_ID=") + message_id);
  lines.push_back("PRIORITY=" + std::to_string(priority));
  lines.emplace_back("SYSLOG_IDENTIFIER=kenkod-fetch");
  std::vector<iovec> parts;
  parts.reserve(lines.size());
  for (auto& line : lines) parts.push_back({line.data(), line.size()});
  sd_journal_sendv(parts.data(), static_cast<int>(parts.size()));
}

}  // namespace

void refused(std::string_view request, ErrorCode code) noexcept {
  try {
    // What breaks the rules may be an attack; the rest is everyday life.
    const bool odd =
        code == ErrorCode::ProtocolViolation || code == ErrorCode::TlsFailure || code == ErrorCode::Failed;
    write("7b0f8e6c3c2e4d1b9a5d0f6e1c7a2b40", odd ? LOG_WARNING : LOG_INFO,
          std::string(request) + " at the portal was not possible: " + error_name(code),
          {"KENKOD_REQUEST=" + std::string(request), std::string("ERROR_NAME=") + error_name(code)});
  } catch (const std::exception&) {
    std::fputs("<3>kenkod-fetch: nothing can be logged\n", stderr);
  }
}

void bug(std::string_view place, std::string_view what) noexcept {
  try {
    write("7b0f8e6c3c2e4d1b9a5d0f6e1c7a2b41", LOG_ERR,
          "Internal error in " + std::string(place) + ": " + std::string(what),
          {"KENKOD_PLACE=" + std::string(place), "KENKOD_WHAT=" + std::string(what)});
  } catch (const std::exception&) {
    std::fputs("<3>kenkod-fetch: Internal error\n", stderr);
  }
}

}  // namespace kenkod::fetch::journal
