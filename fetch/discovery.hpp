// Where the portal is: what the configuration names, and for the rest its discovery document.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "common/portal_configuration.hpp"

namespace kenkod::fetch {

struct Endpoints {
  std::string authorization, token, jwks, revocation;  // the last empty where there is none
  bool names_issuer = false;                           // every redirect carries `iss` (RFC 9207)
};

// Whether something is left that only the discovery document knows.
[[nodiscard]] bool needs_discovery(const PortalConfiguration& portal);
[[nodiscard]] std::string discovery_url(const PortalConfiguration& portal);

// The configured ones, completed from `json`. What was found there must be https on the issuer's host, its
// issuer ours, and its token endpoint the configured one (the card signs for that): else
// Refused(ProtocolViolation).
[[nodiscard]] Endpoints discovered(std::span<const std::uint8_t> json, const PortalConfiguration& portal);
[[nodiscard]] Endpoints configured(const PortalConfiguration& portal);

}  // namespace kenkod::fetch
