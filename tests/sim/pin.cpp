#include "pin.hpp"

#include <algorithm>

namespace kenko_sim {

sw::StatusWord Pin::query() const { return static_cast<sw::StatusWord>(sw::tries_left | left_); }

sw::StatusWord Pin::verify(BytesView value) {
  if (left_ == 0) return sw::locked;
  verified_ = std::ranges::equal(value, value_, {}, {}, [](char c) { return static_cast<std::uint8_t>(c); });
  left_ = verified_ ? max_ : left_ - 1;
  return verified_ ? sw::ok : query();
}

sw::StatusWord Pin::change(BytesView value) {
  if (left_ == 0) return sw::locked;
  if (!verified_) return sw::not_verified;
  value_.assign(value.begin(), value.end());
  return sw::ok;
}

}  // namespace kenko_sim
