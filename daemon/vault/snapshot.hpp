// The sealed snapshot: the whole record database at one moment, and up to which commit it goes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "vault/database.hpp"
#include "vault/store_keys.hpp"

namespace kenkod::vault {

inline constexpr const char* kSnapshot = "snapshot";
inline constexpr const char* kSnapshotTemporary = "snapshot.new";  // of a fold
inline constexpr const char* kSnapshotNext = "snapshot.next";      // of the next generation, during a change

struct Snapshot {
  std::unique_ptr<Database> database;
  std::uint64_t folded = 0;  // sequence of the last commit inside
  std::uint64_t size = 0;    // of the plaintext
};

// A new file, fsynced; its name is not.
void write_snapshot(int directory, const char* name, const StoreKeys& keys, std::uint64_t folded,
                    Database& database);
[[nodiscard]] Snapshot read_snapshot(int directory, const StoreKeys& keys);
// What the header says, not yet proved; empty when there is no such file or it is not a snapshot.
[[nodiscard]] std::optional<std::uint64_t> snapshot_generation(int directory, const char* name);

}  // namespace kenkod::vault
