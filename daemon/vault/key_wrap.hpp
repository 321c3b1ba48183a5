// From answer, host secret, device key and recovery key to the data key, and back (design: keys).
#pragma once

#include <optional>

#include "vault/key_file.hpp"

namespace kenkod::vault {

[[nodiscard]] AnswerHash fresh_answer_hash(const KdfCost& cost);
// Argon2id (libsodium: one lane) of the normalised answer: the slow part, the same for every way in.
[[nodiscard]] SecretBuffer hash_answer(const SecretBuffer& answer, const AnswerHash& how);

// What wraps the data key: depends on no generation, so that who has it can wrap the next data key without
// asking anything.
[[nodiscard]] SecretBuffer host_wrapping_key(const KeyFile& keys, const HostKeys& host,
                                             const SecretBuffer& device_key, const SecretBuffer& answer_hash);
[[nodiscard]] SecretBuffer recovery_wrapping_key(const KeyFile& keys, const SecretBuffer& recovery_key,
                                                 const SecretBuffer& answer_hash);

// Fill in `wrap` and `recovery_wrap`; the main one last, since it covers the other.
void wrap_for_recovery(KeyFile& keys, const SecretBuffer& data_key, const SecretBuffer& wrapping_key);
void wrap_for_host(KeyFile& keys, const SecretBuffer& data_key, const SecretBuffer& wrapping_key);

// Empty when the answer (or the recovery key) is another.
[[nodiscard]] std::optional<SecretBuffer> unwrap(const KeyFile& keys, const SecretBuffer& wrapping_key);
[[nodiscard]] std::optional<SecretBuffer> unwrap_by_recovery(const KeyFile& keys,
                                                             const SecretBuffer& wrapping_key);

}  // namespace kenkod::vault
