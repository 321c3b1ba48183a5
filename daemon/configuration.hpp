// /etc/kenkod/kenkod.conf and kenkod.conf.d/*.conf, later files winning (kenkod.conf(5)).
#pragma once

#include <chrono>
#include <string>

#include "common/portal_configuration.hpp"
#include "vault/vault_directory.hpp"

namespace kenkod {

struct Configuration {
  std::chrono::minutes session_idle{5};  // 0–15
  vault::KdfCost kdf;
  PortalConfiguration portal;
  std::string card_reader;  // the one to use when none is named; empty: the first with a My Number card
};

// Throws std::runtime_error naming file and key of a value that is not legal.
[[nodiscard]] Configuration read_configuration(const std::string& directory);

}  // namespace kenkod
