#include "vault/store.hpp"

#include <unistd.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "vault/changes.hpp"
#include "vault/disk.hpp"
#include "vault/snapshot.hpp"

namespace kenkod::vault {
namespace {

// Below this a fold would cost more than the replay it saves.
constexpr std::uint64_t kSmallLog = 256 * 1024;

}  // namespace

void Store::create(int directory, const StoreKeys& keys, const Schema& schema,
                   const std::function<void(Database&)>& fill) {
  Database database;
  create_tables(database, schema);
  fill(database);
  write_snapshot(directory, kSnapshot, keys, 0, database);
  write_empty_log(directory, kLog, keys);
}

Store::Store(Fd directory, StoreKeys keys, const Schema& schema)
    : directory_(std::move(directory)), keys_(std::move(keys)), schema_(schema) {
  finish_generation(directory_.get(), keys_.generation);
  auto snapshot = read_snapshot(directory_.get(), keys_);
  database_ = std::move(snapshot.database);
  snapshot_size_ = snapshot.size;
  const auto version = database_->schema_version();
  if (version > schema_.version)
    throw Error(ErrorCode::NotSupported, "The vault was written by a newer version.")
        .with("version", version);
  std::vector<std::string_view> tables(schema_.tables.begin(), schema_.tables.end());
  if (version < schema_.version) tables.insert(tables.end(), schema_.former.begin(), schema_.former.end());
  std::uint64_t frame = 0;
  log_ = std::make_unique<ChangeLog>(directory_.get(), keys_, snapshot.folded, [&](const Frame& found) {
    ++frame;
    if (found.schema != version || !apply_changes(*database_, found.changes, tables))
      throw damaged("log").with("frame", static_cast<std::int64_t>(frame));
  });
  if (version != schema_.version) {
    migrate(*database_, schema_);
    fold();
  }
}

Store::~Store() {
  try {
    if (database_) fold_if_outgrown();
  } catch (const std::exception&) {
    // The log still holds everything.
  }
}

Database& Store::database() {
  if (!database_) throw Error(ErrorCode::Locked, "The vault is closed.");
  return *database_;
}

void Store::close() noexcept {
  log_.reset();
  database_.reset();
  keys_.snapshot.clear();
  keys_.log.clear();
  keys_.log_headers.clear();
}

void Store::commit(const std::function<void(Database&)>& change) {
  Database& live = database();
  live.run("BEGIN IMMEDIATE");
  bool framed = false;
  try {
    ChangeRecorder recorder(live, schema_.tables);
    change(live);
    const auto changes = recorder.changes();
    if (changes.size > 0) {
      log_->append(keys_, schema_.version, {changes.bytes.get(), changes.size});
      framed = true;
    }
  } catch (...) {
    if (sqlite3_get_autocommit(live.handle()) == 0 &&
        sqlite3_exec(live.handle(), "ROLLBACK", nullptr, nullptr, nullptr) != SQLITE_OK)
      close();
    else if (!log_->sound())
      close();
    throw;
  }
  try {
    disk::step(disk::Step::commit);
    live.run("COMMIT");
  } catch (...) {
    if (framed) log_->drop_last();
    close();
    throw;
  }
}

void Store::fold() {
  Database& live = database();
  const auto size = live.contents().size();
  try {
    write_snapshot(directory_.get(), kSnapshotTemporary, keys_, log_->sequence(), live);
    disk::rename(directory_.get(), kSnapshotTemporary, kSnapshot);
  } catch (const Error&) {
    ::unlinkat(directory_.get(), kSnapshotTemporary, 0);
    throw;
  }
  disk::sync(directory_.get());
  snapshot_size_ = size;
  log_->empty();
}

void Store::fold_if_outgrown() {
  (void)database();
  if (log_->size() > std::max(kSmallLog, snapshot_size_)) fold();
}

void Store::prepare(const StoreKeys& next, const std::function<void(Database&)>& change) {
  const auto copy = database().copy();
  copy->run("BEGIN IMMEDIATE");
  change(*copy);  // what it throws takes the whole copy with it
  copy->run("COMMIT");
  copy->run("VACUUM");
  try {
    write_snapshot(directory_.get(), kSnapshotNext, next, log_->sequence(), *copy);
    write_empty_log(directory_.get(), kLogNext, next);
    disk::sync(directory_.get());
  } catch (...) {
    ::unlinkat(directory_.get(), kSnapshotNext, 0);
    ::unlinkat(directory_.get(), kLogNext, 0);
    throw;
  }
}

void Store::adopt(StoreKeys next) {
  keys_ = std::move(next);
  finish_generation(directory_.get(), keys_.generation);
  auto snapshot = read_snapshot(directory_.get(), keys_);
  database_ = std::move(snapshot.database);
  snapshot_size_ = snapshot.size;
  log_ = std::make_unique<ChangeLog>(directory_.get(), keys_, snapshot.folded, [](const Frame&) {});
}

void finish_generation(int directory, std::uint64_t generation) {
  disk::remove(directory, kSnapshotTemporary);
  const auto next = snapshot_generation(directory, kSnapshotNext);
  const bool arrived = next == generation && snapshot_generation(directory, kSnapshot) != generation;
  // The log first: as long as snapshot.next is there, the change is known to be unfinished.
  if (arrived && log_generation(directory, kLogNext) == generation) {
    disk::rename(directory, kLogNext, kLog);
    disk::sync(directory);
  } else {
    disk::remove(directory, kLogNext);
  }
  if (arrived) {
    disk::rename(directory, kSnapshotNext, kSnapshot);
    disk::sync(directory);
  } else {
    disk::remove(directory, kSnapshotNext);
  }
}

}  // namespace kenkod::vault
