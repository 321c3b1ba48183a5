// A PIN of the card with its counter. The counter survives resets; only "verified" does not.
#pragma once

#include <string>

#include "bytes.hpp"
#include "status_words.hpp"

namespace kenko_sim {

class Pin {
 public:
  Pin(std::string value, unsigned max_tries) : value_(std::move(value)), max_(max_tries), left_(max_tries) {}

  // Costs no try, and tells nothing of whether it was verified, as on the real card.
  sw::StatusWord query() const;
  // A wrong one costs a try, whatever its length, and drops what was verified before.
  sw::StatusWord verify(BytesView value);
  sw::StatusWord change(BytesView value);

  bool verified() const { return verified_; }
  void forget() { verified_ = false; }

  void set_value(std::string value) { value_ = std::move(value); }
  void set_tries(unsigned tries) { left_ = tries; }
  unsigned max_tries() const { return max_; }

 private:
  std::string value_;
  unsigned max_, left_;
  bool verified_ = false;
};

}  // namespace kenko_sim
