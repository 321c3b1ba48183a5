// A card and the reader it is in, or not: answers what the reader asks, at once or after the delay.
#pragma once

#include "exchange.hpp"
#include "vpcd_link.hpp"

namespace kenko_sim {

class InsertedCard {
 public:
  using Clock = VpcdLink::Clock;

  InsertedCard(Card& card, std::uint16_t port) : card_(card), exchange_(card), link_(port) {}

  void insert();
  void remove();
  // Removed, and everything that it was told forgotten.
  void renew();
  // While mute, nothing is answered; what came meanwhile is answered afterwards.
  void set_mute(bool on) { mute_ = on; }
  // The reader has noticed the card and switched it on.
  bool powered() const { return powered_ && link_.connected(); }
  bool inserted() const { return link_.inserted(); }

  Exchange& exchange() { return exchange_; }

  // For the loop: what to wait for, and what to do afterwards.
  int fd() const { return link_.fd(); }
  std::optional<Clock::time_point> due() const;
  void readable();
  void proceed();

 private:
  void take(BytesView message);
  void control(VpcdControl what);
  void disconnected();

  Card& card_;
  Exchange exchange_;
  VpcdLink link_;
  bool mute_ = false, powered_ = false;
  std::optional<Bytes> answer_;  // that waits for its time
  Clock::time_point answer_due_{};
};

}  // namespace kenko_sim
