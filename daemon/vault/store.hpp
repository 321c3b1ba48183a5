// The sealed store of one open vault: database in memory, snapshot and change log on disk. Knows nothing of
// records. Past some 200 MB of records a store with sealed pages can take its place under the same schema.
#pragma once

#include <functional>
#include <memory>

#include "common/fd.hpp"
#include "vault/change_log.hpp"
#include "vault/database.hpp"
#include "vault/schema.hpp"
#include "vault/store_keys.hpp"

namespace kenkod::vault {

class Store {
 public:
  // Writes snapshot and log of a new vault; names are not fsynced yet.
  static void create(int directory, const StoreKeys& keys, const Schema& schema,
                     const std::function<void(Database&)>& fill);

  // Finishes what a crash interrupted, then loads, replays and, where the schema is older, upgrades.
  Store(Fd directory, StoreKeys keys, const Schema& schema);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  [[nodiscard]] Database& database();  // Locked once closed
  // All of `change`, durably, or nothing. When the end of it cannot be known the store closes itself.
  void commit(const std::function<void(Database&)>& change);
  void fold();
  // Folds when the log has outgrown the snapshot. Not part of commit(): an import would pay for it.
  void fold_if_outgrown();

  // Change of generation, around the replacement of `keys` (key_change.hpp): the next snapshot and log beside
  // the present ones, with `change`, which is made to a copy, and without effect until `keys` says so; then
  // the step into them, after which this store uses them. The copy is packed: nothing of what `change`
  // deleted is in the snapshot.
  void prepare(const StoreKeys& next, const std::function<void(Database&)>& change);
  void adopt(StoreKeys next);
  void close() noexcept;
  [[nodiscard]] bool is_open() const noexcept { return database_ != nullptr; }
  [[nodiscard]] int directory() const noexcept { return directory_.get(); }

 private:
  Fd directory_;
  StoreKeys keys_;
  const Schema& schema_;
  std::unique_ptr<Database> database_;  // null once closed
  std::unique_ptr<ChangeLog> log_;
  std::uint64_t snapshot_size_ = 0;
};

// Brings snapshot and log to the generation `keys` names, whichever side of it a crash was on. Needs no key.
void finish_generation(int directory, std::uint64_t generation);

}  // namespace kenkod::vault
