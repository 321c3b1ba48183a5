#include "vault/changes.hpp"

#include <algorithm>
#include <string>

namespace kenkod::vault {
namespace {

void check(int result) {
  if (result != SQLITE_OK)
    throw Error(ErrorCode::Failed, "A change could not be recorded.").with("sqlite", result);
}

struct Replay {
  std::span<const std::string_view> tables;
  bool unknown_table = false;
};

int accept_table(void* context, const char* table) {
  auto* replay = static_cast<Replay*>(context);
  const bool known = std::find(replay->tables.begin(), replay->tables.end(), table) != replay->tables.end();
  if (!known) replay->unknown_table = true;  // left out of a log it does not belong in, yet never passed over
  return known ? 1 : 0;
}

int refuse_conflict(void* /*context*/, int /*kind*/, sqlite3_changeset_iter* /*at*/) {
  return SQLITE_CHANGESET_ABORT;
}

}  // namespace

ChangeRecorder::ChangeRecorder(Database& database, std::span<const std::string_view> tables) {
  check(sqlite3session_create(database.handle(), "main", &session_));
  for (const std::string_view table : tables)
    if (const int result = sqlite3session_attach(session_, std::string(table).c_str()); result != SQLITE_OK) {
      sqlite3session_delete(session_);
      check(result);
    }
}

ChangeRecorder::~ChangeRecorder() { sqlite3session_delete(session_); }

Changeset ChangeRecorder::changes() {
  int size = 0;
  void* bytes = nullptr;
  check(sqlite3session_changeset(session_, &size, &bytes));
  return {SqliteBytes(static_cast<std::uint8_t*>(bytes)), static_cast<std::size_t>(size)};
}

bool apply_changes(Database& database, Bytes changeset, std::span<const std::string_view> tables) {
  Replay replay{tables};
  const int result = sqlite3changeset_apply(database.handle(), static_cast<int>(changeset.size()),
                                            const_cast<std::uint8_t*>(changeset.data()), accept_table,
                                            refuse_conflict, &replay);
  return result == SQLITE_OK && !replay.unknown_table;
}

}  // namespace kenkod::vault
