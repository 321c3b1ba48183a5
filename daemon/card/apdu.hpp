// Short ISO 7816-4 APDUs: one command, one transmit, whatever way the card chooses to hand its answer over.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "common/secret_buffer.hpp"

namespace kenkod::card {

using Bytes = std::vector<std::uint8_t>;

struct Command {
  std::uint8_t cla = 0, ins = 0, p1 = 0, p2 = 0;
  std::span<const std::uint8_t> data;  // at most 255 bytes
  std::optional<std::uint16_t> le;     // 1 to 256: an answer is expected
};

struct Answer {
  Bytes data;
  std::uint16_t sw = 0;
  [[nodiscard]] bool ok() const noexcept { return sw == 0x9000; }
};

// What carries bytes to a card and back; implemented by PcscLink, and by tests.
class Channel {
 public:
  virtual ~Channel() = default;
  // Sends the bytes once, never again. Throws CardSilent, CardRemoved, CardBusy, CardServiceGone, Cancelled.
  // The bytes are shared because a call that hangs outlives its caller.
  virtual Bytes transmit(std::shared_ptr<const SecretBuffer> command, std::chrono::milliseconds limit) = 0;
};

// Response data and status word of what came back. Throws CardSilent for what is too short to be an answer.
[[nodiscard]] Answer take_apart(Bytes bytes);

// The bytes of a command, in memory that is wiped: it may be a VERIFY.
[[nodiscard]] SecretBuffer encode(const Command& command);

// Asks for the rest where the card says 61xx, and again with the right length at 6Cxx, which a command
// without expected answer (VERIFY) never is. Throws also CardSilent for what is no answer at all.
[[nodiscard]] Answer exchange(Channel& channel, const Command& command, std::chrono::milliseconds limit);

}  // namespace kenkod::card
