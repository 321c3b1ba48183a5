#include "loop/advancing_clock.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <array>
#include <cstring>
#include <sstream>
#include <stdexcept>

namespace kenkod::loop {

void AdvancingClock::listen(EventLoop& loop, const std::string& path) {
  socket_.reset(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw std::runtime_error("clock socket path too long");
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  unlink(path.c_str());
  if (bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) < 0)
    throw std::runtime_error("clock socket cannot be bound");
  chmod(path.c_str(), 0666);
  watch_ = loop.watch(socket_.get(), EPOLLIN, [this, &loop](std::uint32_t) { serve(loop); });
}

void AdvancingClock::serve(EventLoop& loop) {
  std::array<char, 128> command{};
  sockaddr_un from{};
  socklen_t from_size = sizeof from;
  const ssize_t got = recvfrom(socket_.get(), command.data(), command.size() - 1, 0,
                               reinterpret_cast<sockaddr*>(&from), &from_size);
  if (got <= 0) return;
  std::istringstream words(std::string(command.data(), static_cast<std::size_t>(got)));
  std::string what;
  double seconds = 0;
  words >> what >> seconds;
  const auto us = static_cast<std::int64_t>(seconds * 1e6);
  if (what == "advance") boottime_ += us;
  if (what == "advance" || what == "realtime") realtime_ += us;
  loop.clock_changed();
  // A timer due now runs before this one: it was armed earlier.
  auto answer = std::make_shared<Timer>();
  *answer = loop.after(std::chrono::microseconds(0), [this, from, from_size, answer]() mutable {
    sendto(socket_.get(), "ok", 2, 0, reinterpret_cast<const sockaddr*>(&from), from_size);
    answer->cancel();
  });
}

}  // namespace kenkod::loop
