#include "card/apdu.hpp"

#include <algorithm>

#include "common/error.hpp"

namespace kenkod::card {
namespace {

constexpr std::size_t kMaxData = 255, kMaxLe = 256;
constexpr int kMaxRounds = 32;  // 8 KB of GET RESPONSE: more than any file of ours

Answer send(Channel& channel, const Command& command, std::chrono::milliseconds limit) {
  return take_apart(channel.transmit(std::make_shared<const SecretBuffer>(encode(command)), limit));
}

// A length byte of 0 means 256.
std::uint16_t length_of(std::uint16_t sw) {
  const auto low = static_cast<std::uint16_t>(sw & 0xFF);
  return low == 0 ? kMaxLe : low;
}

}  // namespace

Answer take_apart(Bytes bytes) {
  if (bytes.size() < 2) throw Error(ErrorCode::CardSilent, "The card's answer has no end.");
  Answer answer;
  answer.sw = static_cast<std::uint16_t>(bytes[bytes.size() - 2] << 8 | bytes.back());
  bytes.resize(bytes.size() - 2);
  answer.data = std::move(bytes);
  return answer;
}

SecretBuffer encode(const Command& command) {
  if (command.data.size() > kMaxData || command.le.value_or(1) == 0 || command.le.value_or(1) > kMaxLe)
    throw Error(ErrorCode::Failed, "A card command is longer than a short APDU.");
  const bool has_data = !command.data.empty();
  SecretBuffer bytes(4 + (has_data ? 1 + command.data.size() : 0) + (command.le ? 1 : 0));
  auto* at = bytes.data();
  for (const auto byte : {command.cla, command.ins, command.p1, command.p2}) *at++ = byte;
  if (has_data) {
    *at++ = static_cast<std::uint8_t>(command.data.size());
    at = std::copy(command.data.begin(), command.data.end(), at);
  }
  if (command.le) *at = static_cast<std::uint8_t>(*command.le);  // 256 becomes 0, as it should
  return bytes;
}

Answer exchange(Channel& channel, const Command& command, std::chrono::milliseconds limit) {
  auto answer = send(channel, command, limit);
  if (answer.sw >> 8 == 0x6C && command.le) {
    auto again = command;
    again.le = length_of(answer.sw);
    answer = send(channel, again, limit);
  }
  Bytes data = std::move(answer.data);
  for (int round = 0; answer.sw >> 8 == 0x61; ++round) {
    if (round == kMaxRounds) throw Error(ErrorCode::CardSilent, "The card's answer does not end.");
    const Command more{.cla = 0x00, .ins = 0xC0, .le = length_of(answer.sw)};
    answer = send(channel, more, limit);
    data.insert(data.end(), answer.data.begin(), answer.data.end());
  }
  answer.data = std::move(data);
  return answer;
}

}  // namespace kenkod::card
