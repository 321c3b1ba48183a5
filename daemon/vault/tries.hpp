// How often the answer was wrong in a row and how long one has to wait, proof against restarts, kills and a
// clock set back: its own file, written before every verification.
#pragma once

#include <array>
#include <cstdint>

#include "common/clock.hpp"
#include "vault/host_keys.hpp"

namespace kenkod::vault {

struct Tries {
  std::uint32_t failures = 0;
  // Of the last failure.
  std::array<std::uint8_t, 16> boot{};
  std::int64_t boottime_us = 0, realtime_us = 0;
};

inline constexpr std::uint32_t kMostFailures = 99;  // never 100 in a row
inline constexpr std::uint32_t kForever = 0xFFFFFFFF;

// Seconds until an answer may be tried; kForever after kMostFailures.
[[nodiscard]] std::uint32_t wait_seconds(const Tries& tries, const Clock& clock);
[[nodiscard]] Tries one_more(const Tries& tries, const Clock& clock);

// VaultDamaged part=tries: missing, altered, or of another vault or host.
[[nodiscard]] Tries read_tries(int directory, const VaultId& vault, const HostKeys& host);
void write_tries(int directory, const VaultId& vault, const HostKeys& host, const Tries& tries);

}  // namespace kenkod::vault
