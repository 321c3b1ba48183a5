// Which vault and which generation a store belongs to, and the keys of its two files.
#pragma once

#include <cstdint>

#include "common/secret_buffer.hpp"
#include "vault/seal.hpp"

namespace kenkod::vault {

struct StoreKeys {
  StoreKeys(const VaultId& id, std::uint64_t at, Bytes data_key)
      : vault(id),
        generation(at),
        snapshot(subkey(data_key, "snapshot")),
        log(subkey(data_key, "log-seal")),
        log_headers(subkey(data_key, "log-head")) {}

  VaultId vault;
  std::uint64_t generation;
  SecretBuffer snapshot, log, log_headers;
};

}  // namespace kenkod::vault
