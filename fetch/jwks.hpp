// The portal's public keys (RFC 7517): RSA of 2048 bits and more for RS256, P-256 for ES256; others are
// passed over.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "openssl_pointers.hpp"

namespace kenkod::fetch {

enum class Algorithm : std::uint8_t { rs256, es256 };

struct PublicKey {
  Algorithm algorithm = Algorithm::rs256;
  KeyPointer key;
};

class Jwks {
 public:
  Jwks() = default;
  // Throws Refused(ProtocolViolation) for what is no key set or has no key that can be used.
  static Jwks parse(std::span<const std::uint8_t> json);

  // Null when there is none of that name.
  [[nodiscard]] const PublicKey* find(std::string_view kid) const;

 private:
  std::map<std::string, PublicKey, std::less<>> keys_;  // by kid
};

// Over the first two parts of a JWT with their dot.
[[nodiscard]] bool verify(const PublicKey& key, std::string_view signed_text,
                          std::span<const std::uint8_t> signature);

}  // namespace kenkod::fetch
