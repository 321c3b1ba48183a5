// One command to the card and its answer, with the planned faults in between, recorded.
#pragma once

#include <chrono>

#include "apdu_record.hpp"
#include "card.hpp"
#include "faults.hpp"
#include "t0_framing.hpp"

namespace kenko_sim {

class Exchange {
 public:
  struct Answer {
    Bytes bytes;  // empty: none, the card is gone
    std::chrono::milliseconds delay{0};
  };

  explicit Exchange(Card& card) : card_(card) {}

  Answer command(BytesView bytes);
  void reset(const char* event);
  // No delay, no fault, no record.
  void renew();

  ApduRecord& record() { return record_; }
  Faults& faults() { return faults_; }
  void set_delay(std::chrono::milliseconds delay) { delay_ = delay; }
  void set_sign_delay(std::chrono::milliseconds delay) { sign_delay_ = delay; }
  void set_t0(bool on) { t0_ = on; }

 private:
  Bytes answer(BytesView bytes, const std::optional<Fault>& fault);

  Card& card_;
  ApduRecord record_;
  Faults faults_;
  T0Framing framing_;
  bool t0_ = false;
  std::chrono::milliseconds delay_{0}, sign_delay_{0};
};

}  // namespace kenko_sim
