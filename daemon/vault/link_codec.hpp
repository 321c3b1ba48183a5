// The link with the portal and what one Link() did, packed into bytes (schema version 3). Errors by their
// names: the list of codes may change its order.
#pragma once

#include "vault/bytes.hpp"
#include "vault/vault.hpp"

namespace kenkod::vault {

[[nodiscard]] WipedBytes encode(const PortalLink& link);
[[nodiscard]] PortalLink decode_portal_link(Bytes bytes);

[[nodiscard]] WipedBytes encode(const Fetch& fetch);
[[nodiscard]] Fetch decode_fetch(Bytes bytes);

}  // namespace kenkod::vault
