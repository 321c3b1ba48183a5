#include "vault/seal.hpp"

#include <sodium.h>

namespace kenkod::vault {

static_assert(kKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(kNonceBytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(kTagBytes == crypto_aead_xchacha20poly1305_ietf_ABYTES);
static_assert(kKeyBytes == crypto_kdf_KEYBYTES);

WipedBytes associated_data(const Place& place) {
  ByteWriter out;
  out.text(place.kind);
  out.raw(place.vault);
  out.u64(place.generation);
  out.u64(place.sequence);
  return out.take();
}

std::vector<std::uint8_t> seal(Bytes key, Bytes associated, Bytes plain) {
  std::vector<std::uint8_t> out(kSealBytes + plain.size());
  randombytes_buf(out.data(), kNonceBytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + kNonceBytes, nullptr, plain.data(), plain.size(),
                                             associated.data(), associated.size(), nullptr, out.data(),
                                             key.data());
  return out;
}

std::optional<SecretBuffer> unseal(Bytes key, Bytes associated, Bytes sealed) {
  if (sealed.size() < kSealBytes) return std::nullopt;
  SecretBuffer out(sealed.size() - kSealBytes);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, sealed.data() + kNonceBytes,
                                                 sealed.size() - kNonceBytes, associated.data(),
                                                 associated.size(), sealed.data(), key.data()) != 0)
    return std::nullopt;
  return out;
}

template <std::size_t N>
std::array<std::uint8_t, N> keyed_hash(Bytes key, std::initializer_list<Bytes> parts) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, key.data(), key.size(), N);
  for (const Bytes part : parts) {
    ByteWriter length;
    length.u64(part.size());
    crypto_generichash_update(&state, length.bytes().data(), length.bytes().size());
    crypto_generichash_update(&state, part.data(), part.size());
  }
  std::array<std::uint8_t, N> out{};
  crypto_generichash_final(&state, out.data(), N);
  sodium_memzero(&state, sizeof state);
  return out;
}
template std::array<std::uint8_t, 16> keyed_hash<16>(Bytes, std::initializer_list<Bytes>);
template std::array<std::uint8_t, 32> keyed_hash<32>(Bytes, std::initializer_list<Bytes>);

SecretBuffer subkey(Bytes master, const char (&context)[9]) {
  SecretBuffer out(kKeyBytes);
  crypto_kdf_derive_from_key(out.data(), kKeyBytes, 1, context, master.data());
  return out;
}

bool equal(Bytes a, Bytes b) noexcept {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace kenkod::vault
