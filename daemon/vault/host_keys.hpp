// Everything derived from the host secret, the part of a key that never leaves this machine.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <string_view>

#include "common/secret_buffer.hpp"
#include "vault/seal.hpp"

namespace kenkod::vault {

using Hash = std::array<std::uint8_t, 32>;
using ShortHash = std::array<std::uint8_t, 16>;

class HostKeys {
 public:
  // InvalidArgument unless it has 32 to 64 bytes.
  explicit HostKeys(const SecretBuffer& host_secret);

  [[nodiscard]] Bytes secret() const noexcept { return secret_.bytes(); }
  [[nodiscard]] Bytes box() const noexcept { return box_.bytes(); }
  [[nodiscard]] Bytes tries() const noexcept { return tries_.bytes(); }
  // Tells another account under a reused uid, without storing its name.
  [[nodiscard]] Hash account(std::string_view name) const;
  // Tells this host from another: only who has the host secret can make it.
  [[nodiscard]] ShortHash host_of(const VaultId& vault) const;
  [[nodiscard]] ShortHash host_of(uid_t uid) const;
  // Tells an altered `keys` file from a wrong answer.
  [[nodiscard]] Hash proof(Bytes key_file) const;

 private:
  SecretBuffer secret_, box_, tries_, account_, host_, proof_;
};

// Tells a missing or other device key from a wrong answer.
[[nodiscard]] ShortHash device_id(const SecretBuffer& device_key, const VaultId& vault);

}  // namespace kenkod::vault
