// Answers as a card with protocol T=0 does: what a signature gives is fetched with GET RESPONSE, and READ
// BINARY has to ask for exactly as much as there is.
#pragma once

#include <functional>

#include "bytes.hpp"

namespace kenko_sim {

class T0Framing {
 public:
  Bytes answer(BytesView command, const std::function<Bytes(BytesView)>& card);
  void reset() { waiting_.clear(); }

 private:
  Bytes fetch(std::size_t length);
  Bytes waiting_;  // data and status word
};

}  // namespace kenko_sim
