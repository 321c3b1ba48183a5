// The ID token of a token response (OpenID Connect Core 3.1.3.7). Pure functions but for the signature.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/secret_buffer.hpp"
#include "common/wiped.hpp"
#include "jwks.hpp"

namespace kenkod::fetch {

inline constexpr std::int64_t kClockDifference = 60;  // seconds that two clocks may be apart

// What it must say. `nonce` empty: the token of a refresh, which belongs to no request of ours.
struct Expected {
  std::string_view issuer, client_id, nonce;
  std::int64_t now = 0;  // Unix seconds
};

// Its three parts, not checked yet.
class IdToken {
 public:
  // Throws Refused(ProtocolViolation): no JWS, or signed with anything but RS256 and ES256.
  static IdToken parse(std::string_view token);

  [[nodiscard]] const std::string& kid() const noexcept { return kid_; }
  // `sub`, once the signature is the key's and every claim is as expected; else Refused(ProtocolViolation).
  [[nodiscard]] std::string subject(const PublicKey& key, const Expected& expected) const;

 private:
  Algorithm algorithm_ = Algorithm::rs256;
  std::string kid_;
  SecretBuffer signed_text_, claims_;
  WipedBytes signature_;
};

// The nonce that an assertion carries, which comes back in the ID token. The assertion is kenkod's own and
// only read, not checked; throws Refused(ProtocolViolation) when there is none in it.
[[nodiscard]] std::string nonce_of_assertion(std::string_view jwt);

}  // namespace kenkod::fetch
