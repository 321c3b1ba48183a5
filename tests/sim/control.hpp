// The control socket: any number of connections, one line each way.
#pragma once

#include <poll.h>

#include <chrono>
#include <filesystem>
#include <list>
#include <optional>
#include <string>
#include <vector>

#include "commands.hpp"

namespace kenko_sim {

class Control {
 public:
  using Clock = VpcdLink::Clock;

  explicit Control(const std::filesystem::path& socket);
  ~Control();
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;

  void add_to(std::vector<pollfd>& waiting) const;
  // After poll(); false when told to quit.
  bool proceed(Card& card, InsertedCard& inserted);
  // Somebody waits for the reader to notice the card until then.
  std::optional<Clock::time_point> due() const;

 private:
  struct Connection {
    int fd;
    std::string received;
    std::optional<Clock::time_point> until;  // given up waiting for the reader
  };
  void accept_all();
  bool serve(Connection& connection, Card& card, InsertedCard& inserted);

  std::filesystem::path path_;
  int listening_;
  std::list<Connection> connections_;
};

}  // namespace kenko_sim
