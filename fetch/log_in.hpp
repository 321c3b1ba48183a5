// The ways to an authorisation: browser (9.4) and card-signed assertion (9.5).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "authorisation.hpp"
#include "portal.hpp"

namespace kenkod::fetch {

// "openid", and the scope of each kind that has one. Refused(NotSupported) when none has.
[[nodiscard]] std::string scope_for(const std::vector<Kind>& kinds, const PortalConfiguration& configuration);

// Code, PKCE, loopback: tells kenkod the URL, waits for the browser of `uid` at most ten minutes. Returns
// `sub`.
[[nodiscard]] std::string log_in_by_browser(Portal& portal, Authorisation& authorisation, std::uint32_t uid,
                                            const std::string& scope);

// A nonce for an assertion.
[[nodiscard]] std::string fetch_nonce(Portal& portal);
[[nodiscard]] std::string log_in_by_assertion(Portal& portal, Authorisation& authorisation,
                                              const SecretBuffer& jwt, const std::string& scope);

}  // namespace kenkod::fetch
