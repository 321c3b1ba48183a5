#include "vault/key_wrap.hpp"

#include <sodium.h>

#include <algorithm>
#include <new>

#include "common/text_rules.hpp"

namespace kenkod::vault {
namespace {

// BLAKE2b-256(key; label ‖ parts): every part has a fixed size.
SecretBuffer derive(Bytes key, std::string_view label, std::initializer_list<Bytes> parts) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, key.data(), key.size(), kKeyBytes);
  crypto_generichash_update(&state, as_bytes(label).data(), label.size());
  for (const Bytes part : parts) crypto_generichash_update(&state, part.data(), part.size());
  SecretBuffer out(kKeyBytes);
  crypto_generichash_final(&state, out.data(), out.size());
  sodium_memzero(&state, sizeof state);
  return out;
}

void store(Wrap& to, const std::vector<std::uint8_t>& sealed) { std::ranges::copy(sealed, to.begin()); }

}  // namespace

AnswerHash fresh_answer_hash(const KdfCost& cost) {
  AnswerHash hash{cost, kNormaliserVersion, {}};
  randombytes_buf(hash.salt.data(), hash.salt.size());
  return hash;
}

SecretBuffer hash_answer(const SecretBuffer& answer, const AnswerHash& how) {
  const auto normal = normalise_answer(answer.text(), how.normaliser);
  SecretBuffer out(kKeyBytes);
  static_assert(sizeof how.salt == crypto_pwhash_SALTBYTES);
  if (crypto_pwhash(out.data(), out.size(), normal.text().data(), normal.size(), how.salt.data(),
                    how.cost.passes, std::size_t{how.cost.memory_kib} * 1024,
                    crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::bad_alloc();
  return out;
}

SecretBuffer host_wrapping_key(const KeyFile& keys, const HostKeys& host, const SecretBuffer& device_key,
                               const SecretBuffer& answer_hash) {
  const SecretBuffer none(kKeyBytes);
  const Bytes device = keys.has_device_key ? device_key.bytes() : none.bytes();
  return derive(host.secret(), "kenkod-kek-1", {keys.vault, device, answer_hash.bytes()});
}

SecretBuffer recovery_wrapping_key(const KeyFile& keys, const SecretBuffer& recovery_key,
                                   const SecretBuffer& answer_hash) {
  return derive(recovery_key.bytes(), "kenkod-rkek-1", {keys.vault, answer_hash.bytes()});
}

void wrap_for_recovery(KeyFile& keys, const SecretBuffer& data_key, const SecretBuffer& wrapping_key) {
  store(keys.recovery_wrap, seal(wrapping_key.bytes(), recovery_context(keys), data_key.bytes()));
}

void wrap_for_host(KeyFile& keys, const SecretBuffer& data_key, const SecretBuffer& wrapping_key) {
  store(keys.wrap, seal(wrapping_key.bytes(), wrap_context(keys), data_key.bytes()));
}

std::optional<SecretBuffer> unwrap(const KeyFile& keys, const SecretBuffer& wrapping_key) {
  return unseal(wrapping_key.bytes(), wrap_context(keys), keys.wrap);
}

std::optional<SecretBuffer> unwrap_by_recovery(const KeyFile& keys, const SecretBuffer& wrapping_key) {
  return unseal(wrapping_key.bytes(), recovery_context(keys), keys.recovery_wrap);
}

}  // namespace kenkod::vault
