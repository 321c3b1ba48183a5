// The in-memory SQLite database of one open vault, and its prepared statements.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "vault/bytes.hpp"
#include "vault/sqlite.hpp"

namespace kenkod::vault {

struct SqliteFree {
  void operator()(void* memory) const noexcept { sqlite3_free(memory); }  // wiped by our allocator
};
using SqliteBytes = std::unique_ptr<std::uint8_t, SqliteFree>;

class Database {
 public:
  // An empty database, or one from the bytes of `contents` (made by sqlite3_malloc64; owned from here on).
  Database();
  Database(SqliteBytes contents, std::uint64_t size);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  void run(const char* sql);
  [[nodiscard]] sqlite3* handle() const noexcept { return handle_; }
  [[nodiscard]] std::uint32_t schema_version();
  // The database file as SQLite keeps it in memory; valid until the next write.
  [[nodiscard]] Bytes contents();
  // The same, to be changed by itself. Not within a transaction.
  [[nodiscard]] std::unique_ptr<Database> copy();
  // Every row of every table in the order of its primary key.
  [[nodiscard]] std::string canonical_text();

 private:
  void adopt(SqliteBytes contents, std::uint64_t size);
  sqlite3* handle_ = nullptr;
};

// Binds by position from 1; texts and blobs are not copied and must outlive the step.
class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  Statement& bind(int at, std::int64_t value);
  Statement& bind(int at, std::string_view text);
  Statement& bind(int at, Bytes blob);
  Statement& bind_null(int at);

  bool next();  // false after the last row
  void run();   // for statements without rows; ready to be bound again
  void reset() noexcept;

  [[nodiscard]] std::int64_t integer(int column);
  [[nodiscard]] std::string text(int column);
  [[nodiscard]] Bytes blob(int column);  // valid until the next step
  [[nodiscard]] bool is_null(int column);

 private:
  void check(int result);
  sqlite3_stmt* statement_ = nullptr;
  sqlite3* handle_;
};

}  // namespace kenkod::vault
