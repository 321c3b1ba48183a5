// Structured messages to the journal (stderr where there is none). They say that something happened, to whom
// and with which result; never record content, secrets, D-Bus arguments, paths or names of people, at any
// level.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace kenkod::loop::journal {

// Stable ids for administrators: `journalctl MESSAGE_ID=…` (docs/journal.md).
enum class Event {
  start,
  stop,
  denied,
  session_opened,
  session_ended,
  stored,
  exported,
  purged,
  fetched_purged,
  vault_made,
  vault_changed,
  card_signed,
  fetched,
  unlinked,
  bug,
  debug
};

using Field = std::pair<std::string_view, std::string>;  // "KENKOD_UID", "1000"

void write(Event event, std::string_view sentence, std::initializer_list<Field> fields = {});
// A mistake of ours; `what` is a place or an exception text of our own or of a library, never data.
void bug(std::string_view place, std::string_view what) noexcept;
// Only written when KENKOD_LOG=debug.
void debug(std::string_view sentence, std::initializer_list<Field> fields = {});

}  // namespace kenkod::loop::journal
