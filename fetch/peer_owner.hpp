// Whose the other end of a loopback connection is, asked of the kernel (NETLINK_SOCK_DIAG): the uid of the
// process that made that socket.
#pragma once

#include <netinet/in.h>

#include <cstdint>
#include <optional>

namespace kenkod::fetch {

// `peer`: the address the connection comes from, `own`: the one it came to; AF_INET or AF_INET6, both the
// same. Empty when the kernel knows no such connection.
[[nodiscard]] std::optional<std::uint32_t> owner_of_peer(const sockaddr_in6& peer, const sockaddr_in6& own);

}  // namespace kenkod::fetch
