// The card's side of vpcd's wire protocol: 16 bits of length, most significant octet first, and that many
// octets. A card is in the reader as long as the connection stands.
#pragma once

#include <chrono>
#include <optional>

#include "bytes.hpp"

namespace kenko_sim {

// Control messages of one octet; a command APDU is longer.
enum class VpcdControl : std::uint8_t { power_off = 0, power_on = 1, reset = 2, get_atr = 4 };

class VpcdLink {
 public:
  using Clock = std::chrono::steady_clock;

  explicit VpcdLink(std::uint16_t port) : port_(port) {}
  ~VpcdLink() { close(); }
  VpcdLink(const VpcdLink&) = delete;
  VpcdLink& operator=(const VpcdLink&) = delete;

  void insert() { wanted_ = true; }
  void remove();
  bool inserted() const { return wanted_; }
  bool connected() const { return fd_ >= 0; }
  int fd() const { return fd_; }

  // Connects, at most every 50 ms, when there should be a connection and is none.
  void maintain();
  // When maintain() has something to do again.
  std::optional<Clock::time_point> due() const;

  // After poll() said that there is something to read; false: the other side is gone.
  bool receive();
  // The next message that arrived whole.
  std::optional<Bytes> message();
  void send(BytesView payload);
  void close();

 private:
  std::uint16_t port_;
  int fd_ = -1;
  bool wanted_ = false;
  Clock::time_point next_try_{};
  Bytes received_;
};

}  // namespace kenko_sim
