#include "vpcd_link.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace kenko_sim {

namespace {

constexpr auto retry_after = std::chrono::milliseconds(50);

int connect_to(std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
  close(fd);
  return -1;
}

void set_tcp_option(int fd, int option) {
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, option, &on, sizeof on);
}

}  // namespace

void VpcdLink::remove() {
  wanted_ = false;
  close();
}

void VpcdLink::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
  received_.clear();
}

std::optional<VpcdLink::Clock::time_point> VpcdLink::due() const {
  return wanted_ && fd_ < 0 ? std::optional(next_try_) : std::nullopt;
}

void VpcdLink::maintain() {
  if (!wanted_ || fd_ >= 0 || Clock::now() < next_try_) return;
  next_try_ = Clock::now() + retry_after;
  fd_ = connect_to(port_);
  if (fd_ < 0) return;
  set_tcp_option(fd_, TCP_NODELAY);
  set_tcp_option(fd_, TCP_QUICKACK);
}

bool VpcdLink::receive() {
  // The driver sends length and payload apart; a delayed acknowledgement would cost 40 ms, and the kernel
  // forgets this option at every turn.
  set_tcp_option(fd_, TCP_QUICKACK);
  std::array<std::uint8_t, 4096> buffer{};
  const auto size = recv(fd_, buffer.data(), buffer.size(), 0);
  if (size <= 0) {
    close();
    return false;
  }
  set_tcp_option(fd_, TCP_QUICKACK);
  received_.insert(received_.end(), buffer.begin(), buffer.begin() + size);
  return true;
}

std::optional<Bytes> VpcdLink::message() {
  if (received_.size() < 2) return std::nullopt;
  const auto size = static_cast<std::ptrdiff_t>(received_[0] << 8 | received_[1]);
  if (static_cast<std::ptrdiff_t>(received_.size()) < 2 + size) return std::nullopt;
  const auto begin = received_.begin() + 2;
  Bytes payload(begin, begin + size);
  received_.erase(received_.begin(), begin + size);
  return payload;
}

void VpcdLink::send(BytesView payload) {
  if (fd_ < 0) return;
  Bytes message{static_cast<std::uint8_t>(payload.size() >> 8), static_cast<std::uint8_t>(payload.size())};
  message.insert(message.end(), payload.begin(), payload.end());
  // Far below what the kernel's buffer holds.
  if (::send(fd_, message.data(), message.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(message.size()))
    close();
}

}  // namespace kenko_sim
