// The few file operations a vault is made of, relative to an open directory, never following links. Each
// throws StorageFull (ENOSPC, EDQUOT) or Failed with the errno number alone.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/fd.hpp"
#include "vault/bytes.hpp"

namespace kenkod::vault::disk {

[[nodiscard]] Fd open_directory(int at, const char* name);
// Empty when there is no such directory.
[[nodiscard]] std::optional<Fd> find_directory(int at, const char* name);
void make_directory(int at, const char* name);
// A new file, in place of a leftover of the same name.
[[nodiscard]] Fd create(int at, const char* name);
// An existing regular file; empty when there is none. `part` names it when something else is in its place.
[[nodiscard]] std::optional<Fd> open_existing(int at, const char* name, int flags, std::string_view part);
[[nodiscard]] std::uint64_t size(int fd);
void write(int fd, Bytes bytes);
// Fills `out` from `offset`; false when the file ends before.
[[nodiscard]] bool read_at(int fd, std::uint64_t offset, std::span<std::uint8_t> out);
// The whole of a small file; VaultDamaged when it is longer than `most`.
[[nodiscard]] std::optional<WipedBytes> read_small(int at, const char* name, std::size_t most,
                                                   std::string_view part);
void truncate(int fd, std::uint64_t size);
void sync(int fd);
void rename(int at, const char* from, const char* to);
void link(int at, const char* from, const char* to);
// False when there was none.
bool remove(int at, const char* name);
void remove_directory(int at, const char* name);
[[nodiscard]] bool exists(int at, const char* name);
[[nodiscard]] bool is_directory(int at, const char* name);
[[nodiscard]] std::vector<std::string> list(int directory);
// Temporary file `name`.new, fsync, rename, fsync of the directory. Nothing is left behind when it fails
// before the rename.
void replace(int at, const std::string& name, Bytes bytes);
// Zeros over the whole of a file, fsynced. For `keys`: what follows the unlink cannot then be found again on
// media that write in place.
void overwrite(int at, const char* name);
// Everything inside, then the directory; no links are followed.
void remove_tree(int at, const char* name);

// What is about to change the disk. Tests let a step fail or end the process there.
enum class Step : std::uint8_t {
  create,
  write,
  sync,
  rename,
  link,
  remove,
  truncate,
  make_directory,
  commit
};
// Returns 0 to go on or the errno to fail with; may write part of `bytes` to `fd` first. Empty in the daemon.
using FaultHook = std::function<int(Step, int fd, Bytes bytes)>;
void set_fault_hook(FaultHook hook);
void step(Step step, int fd = -1, Bytes bytes = {});

}  // namespace kenkod::vault::disk
