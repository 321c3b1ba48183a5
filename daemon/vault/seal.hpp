// XChaCha20-Poly1305 with a random nonce in front: nonce (24) ‖ ciphertext ‖ tag (16).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "common/secret_buffer.hpp"
#include "common/wiped.hpp"
#include "vault/bytes.hpp"

namespace kenkod::vault {

inline constexpr std::size_t kKeyBytes = 32;
inline constexpr std::size_t kNonceBytes = 24;
inline constexpr std::size_t kTagBytes = 16;
inline constexpr std::size_t kSealBytes = kNonceBytes + kTagBytes;

using VaultId = std::array<std::uint8_t, 16>;

// The place a sealed thing belongs to; a copy anywhere else does not open.
struct Place {
  std::string_view kind;  // which file of the vault
  VaultId vault{};
  std::uint64_t generation = 0;
  std::uint64_t sequence = 0;
};
[[nodiscard]] WipedBytes associated_data(const Place& place);

[[nodiscard]] std::vector<std::uint8_t> seal(Bytes key, Bytes associated, Bytes plain);
// Empty when the key is another or anything was altered.
[[nodiscard]] std::optional<SecretBuffer> unseal(Bytes key, Bytes associated, Bytes sealed);

// Keyed BLAKE2b over the parts, each with its length, so that no two lists of parts read alike.
template <std::size_t N>
[[nodiscard]] std::array<std::uint8_t, N> keyed_hash(Bytes key, std::initializer_list<Bytes> parts);
extern template std::array<std::uint8_t, 16> keyed_hash<16>(Bytes, std::initializer_list<Bytes>);
extern template std::array<std::uint8_t, 32> keyed_hash<32>(Bytes, std::initializer_list<Bytes>);

// crypto_kdf; `context` is exactly eight characters, one per kind of file.
[[nodiscard]] SecretBuffer subkey(Bytes master, const char (&context)[9]);

[[nodiscard]] bool equal(Bytes a, Bytes b) noexcept;  // in constant time

}  // namespace kenkod::vault
