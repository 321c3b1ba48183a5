#include "control.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace kenko_sim {

namespace {

constexpr auto patience = std::chrono::seconds(3);

int listen_at(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string text = path.string();
  if (text.size() >= sizeof address.sun_path) throw std::runtime_error("too long: " + text);
  std::memcpy(address.sun_path, text.data(), text.size());
  unlink(text.c_str());
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || listen(fd, 16) != 0)
    throw std::runtime_error("cannot listen at " + text);
  chmod(text.c_str(), 0666);  // whoever reaches the folder may play with the card
  return fd;
}

void say(int fd, std::string text) {
  text += '\n';
  [[maybe_unused]] const auto sent = send(fd, text.data(), text.size(), MSG_NOSIGNAL);
}

}  // namespace

Control::Control(const std::filesystem::path& socket) : path_(socket), listening_(listen_at(socket)) {}

Control::~Control() {
  for (const auto& connection : connections_) close(connection.fd);
  close(listening_);
  unlink(path_.c_str());
}

void Control::add_to(std::vector<pollfd>& waiting) const {
  waiting.push_back({listening_, POLLIN, 0});
  for (const auto& connection : connections_) waiting.push_back({connection.fd, POLLIN, 0});
}

std::optional<Control::Clock::time_point> Control::due() const {
  std::optional<Clock::time_point> first;
  for (const auto& connection : connections_)
    if (connection.until) first = std::min(first.value_or(*connection.until), *connection.until);
  return first;
}

void Control::accept_all() {
  for (int fd = -1; (fd = accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;)
    connections_.push_back({fd, {}, std::nullopt});
}

bool Control::proceed(Card& card, InsertedCard& inserted) {
  accept_all();
  bool quit = false;
  for (auto& connection : connections_) {
    if (connection.until && (inserted.powered() || Clock::now() >= *connection.until)) {
      connection.until.reset();
      say(connection.fd, inserted.powered() ? "ok" : "ok, but no reader has noticed the card");
    }
    quit = !serve(connection, card, inserted) || quit;
  }
  std::erase_if(connections_, [](const Connection& connection) { return connection.fd < 0; });
  return !quit;
}

bool Control::serve(Connection& connection, Card& card, InsertedCard& inserted) {
  std::array<char, 512> buffer{};
  const auto size = recv(connection.fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (size == 0 || (size < 0 && errno != EAGAIN)) {
    close(connection.fd);
    connection.fd = -1;
    return true;
  }
  if (size > 0) connection.received.append(buffer.data(), static_cast<std::size_t>(size));
  while (!connection.until) {
    const auto end = connection.received.find('\n');
    if (end == std::string::npos) return true;
    const Told told = obey(connection.received.substr(0, end), card, inserted);
    connection.received.erase(0, end + 1);
    if (told.when_powered && !inserted.powered())
      connection.until = Clock::now() + patience;
    else
      say(connection.fd, told.answer);
    if (told.quit) return false;
  }
  return true;
}

}  // namespace kenko_sim
