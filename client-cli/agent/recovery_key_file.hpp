// Where the recovery key of a scripted set-up goes: a new file only the person can read, or a descriptor.
#pragma once

#include <string>

#include "common/secret_buffer.hpp"

namespace kenkod::cli {

struct RecoveryKeyTarget {
  std::string file;  // must not exist yet
  int fd = -1;
  [[nodiscard]] bool given() const noexcept { return !file.empty() || fd >= 0; }
};

// False when it could not be written in full.
[[nodiscard]] bool write_recovery_key(const RecoveryKeyTarget& target, const SecretBuffer& key);

}  // namespace kenkod::cli
