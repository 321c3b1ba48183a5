// The recovery key as a person prints and types it: 27 random symbols of Crockford's base 32 (135 bits) and a
// check symbol, in seven groups of four.
#pragma once

#include "common/secret_buffer.hpp"

namespace kenkod::vault {

struct RecoveryKey {
  SecretBuffer key;      // what enters the derivation: the 27 symbols
  SecretBuffer printed;  // "XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX"
};
[[nodiscard]] RecoveryKey new_recovery_key();
// Either case, spaces and hyphens anywhere, O for 0, I and L for 1. InvalidArgument for a mistyped one: that
// is no try.
[[nodiscard]] SecretBuffer parse_recovery_key(const SecretBuffer& typed);

}  // namespace kenkod::vault
