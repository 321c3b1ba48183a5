#include "exchange.hpp"

namespace kenko_sim {

void Exchange::reset(const char* event) {
  card_.reset();
  framing_.reset();
  record_.happened(event);
}

void Exchange::renew() {
  framing_.reset();
  faults_.clear();
  record_.clear();
  t0_ = false;
  delay_ = sign_delay_ = std::chrono::milliseconds(0);
}

Bytes Exchange::answer(BytesView bytes, const std::optional<Fault>& fault) {
  if (fault && fault->kind == Fault::refuse)
    return {static_cast<std::uint8_t>(fault->word >> 8), static_cast<std::uint8_t>(fault->word)};
  Bytes response =
      t0_ ? framing_.answer(bytes, [this](BytesView b) { return card_.answer(b); }) : card_.answer(bytes);
  if (!fault) return response;
  if (fault->kind == Fault::remove) response.clear();
  if (fault->kind == Fault::cut_short) response.resize(1);
  if (fault->kind == Fault::wrong_data)
    for (std::size_t i = 0; i + 2 < response.size(); ++i) response[i] ^= 0x5A;
  return response;
}

Exchange::Answer Exchange::command(BytesView bytes) {
  Answer answer{this->answer(bytes, faults_.next()), delay_};
  record_.exchanged(bytes, answer.bytes);
  if (bytes.size() > 1 && bytes[1] == perform_security_operation) answer.delay += sign_delay_;
  return answer;
}

}  // namespace kenko_sim
