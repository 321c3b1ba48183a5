#include "t0_framing.hpp"

#include <utility>

#include "command_apdu.hpp"
#include "status_words.hpp"

namespace kenko_sim {

namespace {

Bytes short_of(sw::StatusWord word, std::size_t length) {
  return {static_cast<std::uint8_t>(word >> 8), static_cast<std::uint8_t>(length)};  // 256 is told as 00
}

}  // namespace

Bytes T0Framing::fetch(std::size_t length) {
  const std::size_t size = waiting_.size() - 2;
  if (length != size) return short_of(sw::exact_length, size);
  return std::exchange(waiting_, {});
}

Bytes T0Framing::answer(BytesView command, const std::function<Bytes(BytesView)>& card) {
  const auto apdu = CommandApdu::parse(command);
  if (apdu && apdu->ins == get_response && apdu->le && !waiting_.empty()) return fetch(*apdu->le);
  waiting_.clear();
  // T=0 transports no Le beside a body; without one, this card has nothing to answer with.
  Bytes asked = copy(command);
  if (apdu && apdu->ins == perform_security_operation && !apdu->le) asked.push_back(0);
  Bytes response = card(asked);
  const std::size_t size = response.size() - 2;
  if (size == 0) return response;
  if (!apdu || apdu->body.empty())
    return apdu && apdu->le == size ? response : short_of(sw::exact_length, size);
  waiting_ = std::move(response);
  return short_of(sw::more_data, size);
}

}  // namespace kenko_sim
