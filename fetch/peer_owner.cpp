#include "peer_owner.hpp"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>

#include <array>
#include <cstring>
#include <span>

#include "common/fd.hpp"

namespace kenkod::fetch {
namespace {

struct Query {
  nlmsghdr header;
  inet_diag_req_v2 question;
};

constexpr std::size_t kAnswerRoom = 8192;

void fill_addresses(const sockaddr_in6& from, const sockaddr_in6& to, inet_diag_sockid& id) {
  if (from.sin6_family == AF_INET) {
    sockaddr_in from4{}, to4{};
    std::memcpy(&from4, &from, sizeof from4);
    std::memcpy(&to4, &to, sizeof to4);
    id.idiag_sport = from4.sin_port;
    id.idiag_dport = to4.sin_port;
    id.idiag_src[0] = from4.sin_addr.s_addr;
    id.idiag_dst[0] = to4.sin_addr.s_addr;
    return;
  }
  id.idiag_sport = from.sin6_port;
  id.idiag_dport = to.sin6_port;
  std::memcpy(id.idiag_src, &from.sin6_addr, sizeof from.sin6_addr);
  std::memcpy(id.idiag_dst, &to.sin6_addr, sizeof to.sin6_addr);
}

// The socket seen from its own side: what is our peer is its source.
Query question_about(const sockaddr_in6& peer, const sockaddr_in6& own) {
  Query query{};
  query.header.nlmsg_len = sizeof query;
  query.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  query.header.nlmsg_flags = NLM_F_REQUEST;
  query.question.sdiag_family = static_cast<std::uint8_t>(peer.sin6_family);
  query.question.sdiag_protocol = IPPROTO_TCP;
  query.question.idiag_states = ~0U;
  query.question.id.idiag_cookie[0] = query.question.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
  fill_addresses(peer, own, query.question.id);
  return query;
}

}  // namespace

std::optional<std::uint32_t> owner_of_peer(const sockaddr_in6& peer, const sockaddr_in6& own) {
  const Fd kernel(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
  const auto query = question_about(peer, own);
  if (!kernel || ::send(kernel.get(), &query, sizeof query, 0) != static_cast<ssize_t>(sizeof query))
    return std::nullopt;
  alignas(nlmsghdr) std::array<char, kAnswerRoom> answer{};
  const auto size = ::recv(kernel.get(), answer.data(), answer.size(), 0);
  nlmsghdr header{};
  inet_diag_msg found{};
  if (size < static_cast<ssize_t>(NLMSG_HDRLEN + sizeof found)) return std::nullopt;
  std::memcpy(&header, answer.data(), sizeof header);
  std::memcpy(&found, answer.data() + NLMSG_HDRLEN, sizeof found);
  const auto& asked = query.question.id;
  if (header.nlmsg_type != SOCK_DIAG_BY_FAMILY || found.id.idiag_sport != asked.idiag_sport ||
      found.id.idiag_dport != asked.idiag_dport)
    return std::nullopt;
  // Without an inode no process has it any more, and root's uid stands there for nobody.
  if (found.idiag_inode == 0) return std::nullopt;
  return found.idiag_uid;
}

}  // namespace kenkod::fetch
