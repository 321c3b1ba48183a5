#include "vault/key_change.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/disk.hpp"
#include "vault/key_file.hpp"

namespace kenkod::vault {
namespace {

constexpr const char* kNew = "keys.new";
constexpr const char* kOld = "keys.old";

bool same_file(int directory, const char* a, const char* b) {
  struct stat one{};
  struct stat other{};
  return ::fstatat(directory, a, &one, AT_SYMLINK_NOFOLLOW) == 0 &&
         ::fstatat(directory, b, &other, AT_SYMLINK_NOFOLLOW) == 0 && one.st_dev == other.st_dev &&
         one.st_ino == other.st_ino;
}

void destroy(int directory, const char* name) {
  if (!disk::exists(directory, name)) return;
  disk::overwrite(directory, name);
  disk::remove(directory, name);
}

}  // namespace

void replace_keys(int directory, Bytes new_keys) {
  finish_key_change(directory);
  try {
    const Fd fd = disk::create(directory, kNew);
    disk::write(fd.get(), new_keys);
    disk::sync(fd.get());
    disk::link(directory, kKeys, kOld);
    disk::rename(directory, kNew, kKeys);
  } catch (const Error&) {
    ::unlinkat(directory, kOld, 0);  // still another name of `keys`
    ::unlinkat(directory, kNew, 0);
    throw;
  }
  try {
    disk::sync(directory);
    destroy(directory, kOld);
    disk::sync(directory);
  } catch (const Error&) {
    // Done as far as the person is concerned; the rest is finished at the next opening.
  }
}

void finish_key_change(int directory) {
  destroy(directory, kNew);
  if (!disk::exists(directory, kOld)) return;
  disk::sync(directory);  // the new `keys` is on the disk before the old one is gone
  // Before the rename both are names of one file: overwriting it would destroy the vault.
  if (same_file(directory, kOld, kKeys))
    disk::remove(directory, kOld);
  else
    destroy(directory, kOld);
  disk::sync(directory);
}

void destroy_keys(int directory) {
  for (const char* name : {kKeys, kOld, kNew}) destroy(directory, name);
  disk::sync(directory);
}

}  // namespace kenkod::vault
