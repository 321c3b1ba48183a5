// The file `keys`: how the data key of a vault is wrapped. Nothing in it opens a vault without the answer.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "common/secret_buffer.hpp"
#include "vault/host_keys.hpp"
#include "vault/vault_directory.hpp"

namespace kenkod::vault {

inline constexpr const char* kKeys = "keys";

// How an answer was hashed. A recovery key keeps the one it was made under: what it depends on can then stay
// while the other is renewed.
struct AnswerHash {
  KdfCost cost;
  std::uint32_t normaliser = 0;
  std::array<std::uint8_t, 16> salt{};
};

inline constexpr std::size_t kWrapBytes = kSealBytes + kKeyBytes;
using Wrap = std::array<std::uint8_t, kWrapBytes>;

struct KeyFile {
  VaultId vault{};
  std::uint64_t generation = 0;
  bool has_device_key = false, has_recovery_key = false;
  Hash account{};
  ShortHash host{}, device{};  // zeros without a device key
  AnswerHash answer, recovery_answer;
  Wrap recovery_wrap{}, wrap{};
};

// The bytes on disk, ending in this host's proof.
[[nodiscard]] WipedBytes encode(const KeyFile& keys, const HostKeys& host);
// VaultDamaged part=keys: not a key file, or Argon2id costs outside the limits. NotSupported: made by a later
// version.
[[nodiscard]] KeyFile decode_key_file(Bytes bytes);
// Whether the proof is this host's and nothing was altered.
[[nodiscard]] bool is_proved(Bytes bytes, const HostKeys& host);

// What a wrap is bound to: of the main one every other field of the file, of the recovery one the fields it
// shares with no host.
[[nodiscard]] WipedBytes wrap_context(const KeyFile& keys);
[[nodiscard]] WipedBytes recovery_context(const KeyFile& keys);

}  // namespace kenkod::vault
