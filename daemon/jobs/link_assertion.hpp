// The log-in that a card signs: a JWT (RFC 7523) made of kenkod's own configuration, the certificate, and a
// nonce of the portal. The fetcher cannot have anything else signed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "card/certificate.hpp"
#include "common/portal_configuration.hpp"
#include "common/secret_buffer.hpp"

namespace kenkod::jobs {

struct Assertion {
  std::vector<Kind> kinds;
  std::string consent;         // version of the terms
  std::string nonce;           // of the portal
  std::int64_t issued_at = 0;  // Unix seconds; it is valid for two minutes
};

// What the card signs: base64url header "." base64url claims. Random each time (jti).
[[nodiscard]] std::string signing_input(const PortalConfiguration& portal, const Assertion& assertion,
                                        const card::Certificate& certificate);
// … "." base64url signature.
[[nodiscard]] SecretBuffer signed_jwt(const std::string& signing_input,
                                      std::span<const std::uint8_t> signature);

}  // namespace kenkod::jobs
