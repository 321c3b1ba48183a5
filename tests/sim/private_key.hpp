// Private keys of the simulation, kept in PEM files that only their owner reads.
#pragma once

#include <filesystem>

#include "bytes.hpp"
#include "openssl_pointers.hpp"

namespace kenko_sim {

enum class KeyType { rsa_2048, p_384 };

// Made when the file is missing.
Key private_key(const std::filesystem::path& file, KeyType type);

bool is_rsa(const Key& key);

// As the card signs: RSA: what comes, padded as PKCS#1 v1.5 type 1 demands (nothing when it does not fit);
// P-384: what comes is a digest, the answer r and s of 48 octets each.
std::optional<Bytes> raw_signature(const Key& key, BytesView to_sign);

}  // namespace kenko_sim
