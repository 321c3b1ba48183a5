// Who we are to the portal, signed with our own key (private_key_jwt, RFC 7523 section 2.2).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/secret_buffer.hpp"
#include "openssl_pointers.hpp"

namespace kenkod::fetch {

// A PEM private key, RSA (RS256) or P-256 (ES256). Throws Refused(Failed) when the file holds none.
[[nodiscard]] KeyPointer read_private_key(const std::string& file);

// A JWT for `audience`, valid for a minute from `now` (Unix seconds), with a `jti` of its own.
[[nodiscard]] SecretBuffer client_assertion(EVP_PKEY* key, std::string_view client_id,
                                            std::string_view audience, std::int64_t now);

}  // namespace kenkod::fetch
