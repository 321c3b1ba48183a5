// What one transaction changed, as a changeset of SQLite's session extension.
#pragma once

#include <span>
#include <string_view>

#include "vault/database.hpp"

namespace kenkod::vault {

struct Changeset {
  SqliteBytes bytes;
  std::size_t size = 0;
};

// Records from its making to its end.
class ChangeRecorder {
 public:
  ChangeRecorder(Database& database, std::span<const std::string_view> tables);
  ChangeRecorder(const ChangeRecorder&) = delete;
  ChangeRecorder& operator=(const ChangeRecorder&) = delete;
  ~ChangeRecorder();
  [[nodiscard]] Changeset changes();  // before COMMIT

 private:
  sqlite3_session* session_ = nullptr;
};

// False when a change does not fit: an unlisted table, a row that is not as it should be before the change.
[[nodiscard]] bool apply_changes(Database& database, Bytes changeset,
                                 std::span<const std::string_view> tables);

}  // namespace kenkod::vault
