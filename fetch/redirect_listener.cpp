#include "redirect_listener.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sodium.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "peer_owner.hpp"
#include "refused.hpp"

namespace kenkod::fetch {
namespace {

constexpr int kMaxBadHits = 5;
constexpr std::size_t kMaxConnections = 16;  // browsers open some in advance
constexpr auto kReadTime = std::chrono::seconds(10);
constexpr int kTries = 16;  // for a port that is free on both addresses

Fd listen_on(int family, std::uint16_t port) {
  Fd socket(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return {};
  sockaddr_in6 address6{};
  sockaddr_in address4{};
  address6.sin6_family = AF_INET6;
  address6.sin6_addr = in6addr_loopback;
  address6.sin6_port = htons(port);
  address4.sin_family = AF_INET;
  address4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address4.sin_port = htons(port);
  const int on = 1;
  if (family == AF_INET6) setsockopt(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  const auto* const address = family == AF_INET6 ? reinterpret_cast<const sockaddr*>(&address6)
                                                 : reinterpret_cast<const sockaddr*>(&address4);
  const socklen_t size = family == AF_INET6 ? sizeof address6 : sizeof address4;
  if (bind(socket.get(), address, size) != 0 || listen(socket.get(), kMaxConnections) != 0) return {};
  return socket;
}

std::uint16_t port_of(const Fd& socket) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  return ntohs(address.sin_port);
}

bool same_text(const std::string& a, const std::string& b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

RedirectListener::RedirectListener(Channel& channel, std::uint32_t uid, std::string path)
    : channel_(channel), uid_(uid), path_(std::move(path)) {
  bool six_possible = true;
  for (int i = 0; i < kTries && listening_.empty(); ++i) {
    Fd four = listen_on(AF_INET, 0);
    if (!four) continue;
    const auto port = port_of(four);
    Fd six = six_possible ? listen_on(AF_INET6, port) : Fd();
    // Somebody may have just that port over there; a machine without ::1 never has one.
    if (!six && six_possible && errno == EADDRINUSE) continue;
    six_possible = false;
    port_ = port;
    listening_.push_back(std::move(four));
    if (six) listening_.push_back(std::move(six));
  }
  if (listening_.empty()) throw Refused(ErrorCode::Failed);
  redirect_uri_ = "http://127.0.0.1:" + std::to_string(port_) + path_;
}

bool RedirectListener::peer_is_allowed(const Fd& socket) const {
  sockaddr_in6 peer{}, own{};
  socklen_t peer_size = sizeof peer, own_size = sizeof own;
  if (getpeername(socket.get(), reinterpret_cast<sockaddr*>(&peer), &peer_size) != 0 ||
      getsockname(socket.get(), reinterpret_cast<sockaddr*>(&own), &own_size) != 0)
    return false;
  return owner_of_peer(peer, own) == uid_;
}

void RedirectListener::accept_from(const Fd& listening) {
  Fd socket(accept4(listening.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!socket || !peer_is_allowed(socket)) return;
  if (connections_.size() == kMaxConnections) connections_.erase(connections_.begin());
  connections_.push_back({std::move(socket), {}, std::chrono::steady_clock::now() + kReadTime});
}

bool RedirectListener::read_from(Connection& connection) const {
  std::array<char, kMaxHead> piece{};
  const auto size = recv(connection.socket.get(), piece.data(), piece.size(), 0);
  if (size > 0) connection.head.append(piece.data(), static_cast<std::size_t>(size));
  if (size == 0) return true;
  if (size < 0 && errno != EAGAIN) return true;
  return connection.head.size() > kMaxHead || connection.head.find("\r\n\r\n") != std::string::npos;
}

std::optional<Callback> RedirectListener::answer(const Connection& connection, const std::string& state) {
  if (connection.head.empty()) return std::nullopt;
  const auto end = connection.head.find("\r\n\r\n");
  const std::string_view head(connection.head.data(),
                              end == std::string::npos ? connection.head.size() : end + 4);
  const auto port = ":" + std::to_string(port_);
  auto request = parse_callback(head, path_, "127.0.0.1" + port);
  if (!request.callback && request.status == 400) request = parse_callback(head, path_, "[::1]" + port);
  const bool right = request.callback && same_text(request.callback->state, state);
  const auto page = callback_answer(right ? 200 : request.callback ? 400 : request.status);
  // A fresh connection takes a page without waiting; a browser that does not is no reason to.
  (void)::send(connection.socket.get(), page.data(), page.size(), MSG_NOSIGNAL);
  shutdown(connection.socket.get(), SHUT_WR);
  if (right) return std::move(request.callback);
  if (request.callback && ++bad_hits_ == kMaxBadHits) violation();
  return std::nullopt;
}

Callback RedirectListener::wait(const std::string& state, std::chrono::seconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  while (true) {
    const auto now = std::chrono::steady_clock::now();
    if (now >= until) throw Refused(ErrorCode::UserCancelled);
    std::erase_if(connections_, [&](const Connection& one) { return one.until <= now; });
    std::vector<pollfd> states;
    states.reserve(listening_.size() + connections_.size());
    for (const Fd& one : listening_) states.push_back({one.get(), POLLIN, 0});
    for (const Connection& one : connections_) states.push_back({one.socket.get(), POLLIN, 0});
    const auto rest = std::chrono::ceil<std::chrono::milliseconds>(until - now);
    channel_.wait(states, std::min<std::chrono::milliseconds>(rest, std::chrono::seconds(1)));

    std::vector<Connection> waiting;
    for (std::size_t i = 0; i < connections_.size(); ++i) {
      auto& connection = connections_[i];
      if (states[listening_.size() + i].revents == 0 || !read_from(connection)) {
        waiting.push_back(std::move(connection));
      } else if (auto callback = answer(connection, state)) {
        return *std::move(callback);
      }
    }
    connections_ = std::move(waiting);
    for (std::size_t i = 0; i < listening_.size(); ++i)
      if (states[i].revents != 0) accept_from(listening_[i]);
  }
}

}  // namespace kenkod::fetch
