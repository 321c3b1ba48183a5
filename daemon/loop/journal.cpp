#include "loop/journal.hpp"

#include <sys/uio.h>
#include <syslog.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace kenkod::loop::journal {
namespace {

struct Kind {
  const char* message_id;
  int priority;
};

constexpr std::array<Kind, 16> kKinds{{
    {"7b0f8e6c3c2e4d1b9a5d0f6e1c7a2b30", LOG_INFO},
    {"7b0f8e6c3c2e4d1b9a5d0f6e1c7a2b31", LOG_INFO},
    {"7b0f8e6c3c2e4d1b9a5d0f6e1c7a2b32", LOG_NOTICE},
    {"7b0f8e6c3c2e4d1b9a5d0f6e1c7a2b33", LOG_INFO},
    {"7b0f8e6c3c2e4d1b9a5d0f6e1c7a2b34", LOG_INFO},
    {"7b0f8e6c3c2e4d1b9a5d0f6e1c7a2b35", LOG_INFO},
    {"7b0f8e6c3c2e4d1b9a5d0f6e1c7a2b36", LOG_NOTICE},
    {"7b0f8e6c3c2e4d1b9a5d0f6e1c7a2b37", LOG_NOTICE},
    {"7b0f8e6c3c2e4d1b9a5d0f6e1c7a2b3d", LOG_NOTICE},
    {"7b0f8e6c3c2e4d1b9a5d0f6e1c7a2b38", LOG_NOTICE},
    {"7b0f8e6c3c2e4d1b9a5d0f6e1c7a2b39", LOG_NOTICE},
    {"7b0f8e6c3c2e4d1b9a5d0f6e1c7a2b3c", LOG_NOTICE},
    {"7b0f8e6c3c2e4d1b9a5d0f6e1c7a2b3e", LOG_INFO},
    {"7b0f8e6c3c2e4d1b9a5d0f6e1c7a2b3f", LOG_NOTICE},
    {"7b0f8e6c3c2e4d1b9a5d0f6e1c7a2b3a", LOG_ERR},
    {"7b0f8e6c3c2e4d1b9a5d0f6e1c7a2b3b", LOG_DEBUG},
}};
static_assert(kKinds.size() == static_cast<std::size_t>(Event::debug) + 1);

bool debug_wanted() {
  static const bool wanted = [] {
    const char* level = std::getenv("KENKOD_LOG");
    return level != nullptr && std::string_view(level) == "debug";
  }();
  return wanted;
}

}  // namespace

void write(Event event, std::string_view sentence, std::initializer_list<Field> fields) {
  const auto& kind = kKinds.at(static_cast<std::size_t>(event));
  std::vector<std::string> lines{"MESSAGE=" + std::string(sentence),
                                 std::string("MESSAGE_ID=") + kind.message_id,
                                 "PRIORITY=" + std::to_string(kind.priority), "SYSLOG_IDENTIFIER=kenkod"};
  for (const auto& [key, value] : fields) lines.push_back(std::string(key) + "=" + value);

  static const bool has_journal = access("/run/systemd/journal/socket", W_OK) == 0;
  if (has_journal) {
    std::vector<iovec> parts;
    parts.reserve(lines.size());
    for (auto& line : lines) parts.push_back({line.data(), line.size()});
    sd_journal_sendv(parts.data(), static_cast<int>(parts.size()));
    return;
  }
  std::string text(sentence);
  for (const auto& [key, value] : fields) text.append(" ").append(key).append("=").append(value);
  std::fprintf(stderr, "<%d>kenkod: %s\n", kind.priority, text.c_str());
}

void bug(std::string_view place, std::string_view what) noexcept {
  try {
    write(Event::bug, "Internal error in " + std::string(place) + ": " + std::string(what),
          {{"KENKOD_PLACE", std::string(place)}, {"KENKOD_WHAT", std::string(what)}});
  } catch (...) {
    std::fputs("<3>kenkod: Internal error\n", stderr);
  }
}

void debug(std::string_view sentence, std::initializer_list<Field> fields) {
  if (debug_wanted()) write(Event::debug, sentence, fields);
}

}  // namespace kenkod::loop::journal
