#include "vault/database.hpp"

#include <algorithm>
#include <utility>

#include "vault/sqlite_memory.hpp"

namespace kenkod::vault {
namespace {

[[noreturn]] void fail(int result) {
  if (result == SQLITE_NOMEM || result == SQLITE_FULL)
    throw Error(ErrorCode::LimitExceeded, "The records do not fit into memory.");
  if (result == SQLITE_CORRUPT || result == SQLITE_NOTADB) throw damaged("records");
  throw Error(ErrorCode::Failed, "The records could not be read or written.").with("sqlite", result);
}

// Largest database in memory; past this a page-sealing store is due (docs/decisions.md).
constexpr std::int64_t kMostBytes = 2'000'000'000;  // below the largest single allocation of SQLite

}  // namespace

Database::Database() { adopt(nullptr, 0); }
Database::Database(SqliteBytes contents, std::uint64_t size) { adopt(std::move(contents), size); }
Database::~Database() { sqlite3_close_v2(handle_); }

void Database::adopt(SqliteBytes contents, std::uint64_t size) {
  use_wiping_sqlite_memory();
  if (const int result = sqlite3_open_v2(
          ":memory:", &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
      result != SQLITE_OK) {
    sqlite3_close_v2(std::exchange(handle_, nullptr));
    fail(result);
  }
  try {
    const auto length = static_cast<sqlite3_int64>(size);
    // SQLite frees the bytes even when this fails.
    if (const int result =
            sqlite3_deserialize(handle_, "main", contents.release(), length, length,
                                SQLITE_DESERIALIZE_RESIZEABLE | SQLITE_DESERIALIZE_FREEONCLOSE);
        result != SQLITE_OK)
      fail(result);
    sqlite3_int64 most = kMostBytes;
    sqlite3_file_control(handle_, "main", SQLITE_FCNTL_SIZE_LIMIT, &most);
    run("PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0; PRAGMA secure_delete = ON; PRAGMA journal_mode = "
        "MEMORY;"
        "PRAGMA cache_size = -16384; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;");
  } catch (...) {
    sqlite3_close_v2(std::exchange(handle_, nullptr));
    throw;
  }
}

void Database::run(const char* sql) {
  if (const int result = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr); result != SQLITE_OK)
    fail(result);
}

std::uint32_t Database::schema_version() {
  Statement statement(*this, "PRAGMA user_version");
  statement.next();
  return static_cast<std::uint32_t>(statement.integer(0));
}

Bytes Database::contents() {
  sqlite3_int64 size = 0;
  const auto* bytes = sqlite3_serialize(handle_, "main", &size, SQLITE_SERIALIZE_NOCOPY);
  if (bytes == nullptr) throw Error(ErrorCode::Failed, "The records could not be serialised.");
  return {bytes, static_cast<std::size_t>(size)};
}

std::unique_ptr<Database> Database::copy() {
  const Bytes all = contents();
  SqliteBytes bytes(static_cast<std::uint8_t*>(sqlite3_malloc64(all.size())));
  if (!bytes) throw Error(ErrorCode::LimitExceeded, "The records do not fit into memory.");
  std::ranges::copy(all, bytes.get());
  return std::make_unique<Database>(std::move(bytes), all.size());
}

std::string Database::canonical_text() {
  std::string out = "version " + std::to_string(schema_version()) + "\n";
  Statement tables(*this, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
  while (tables.next()) {
    const std::string table = tables.text(0);
    std::string quoted;
    std::string order;
    Statement columns(*this, "SELECT name, pk FROM pragma_table_info(?) ORDER BY cid");
    columns.bind(1, table);
    while (columns.next()) {
      quoted += (quoted.empty() ? "" : " || '|' || ") + ("quote(\"" + columns.text(0) + "\")");
      if (columns.integer(1) > 0) order += (order.empty() ? "\"" : ", \"") + columns.text(0) + "\"";
    }
    out += "table " + table + "\n";
    Statement rows(*this, "SELECT " + quoted + " FROM \"" + table + "\" ORDER BY " + order);
    while (rows.next()) out += rows.text(0) + "\n";
  }
  return out;
}

Statement::Statement(Database& database, std::string_view sql) : handle_(database.handle()) {
  check(sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), 0, &statement_, nullptr));
}

Statement::~Statement() { sqlite3_finalize(statement_); }

void Statement::check(int result) {
  if (result != SQLITE_OK) fail(result);
}

Statement& Statement::bind(int at, std::int64_t value) {
  check(sqlite3_bind_int64(statement_, at, value));
  return *this;
}

Statement& Statement::bind(int at, std::string_view text) {
  // An empty view may have no address, which SQLite would take as NULL.
  check(sqlite3_bind_text(statement_, at, text.empty() ? "" : text.data(), static_cast<int>(text.size()),
                          SQLITE_STATIC));
  return *this;
}

Statement& Statement::bind(int at, Bytes blob) {
  check(blob.empty() ? sqlite3_bind_zeroblob(statement_, at, 0)
                     : sqlite3_bind_blob64(statement_, at, blob.data(), blob.size(), SQLITE_STATIC));
  return *this;
}

Statement& Statement::bind_null(int at) {
  check(sqlite3_bind_null(statement_, at));
  return *this;
}

bool Statement::next() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) fail(result);
  return false;
}

void Statement::run() {
  while (next()) {
  }
  reset();
}

void Statement::reset() noexcept { sqlite3_reset(statement_); }

std::int64_t Statement::integer(int column) { return sqlite3_column_int64(statement_, column); }

std::string Statement::text(int column) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return text == nullptr
             ? std::string()
             : std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

Bytes Statement::blob(int column) {
  const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Statement::is_null(int column) { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

}  // namespace kenkod::vault
