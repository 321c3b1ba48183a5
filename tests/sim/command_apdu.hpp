// A short command APDU taken apart (ISO 7816-4, cases 1 to 4).
#pragma once

#include <optional>

#include "bytes.hpp"

namespace kenko_sim {

enum Instruction : std::uint8_t {
  verify = 0x20,
  change_reference_data = 0x24,
  perform_security_operation = 0x2A,
  select_file = 0xA4,
  read_binary = 0xB0,
  get_response = 0xC0,
};

struct CommandApdu {
  std::uint8_t cla, ins, p1, p2;
  BytesView body;                 // of the bytes it was taken from
  std::optional<std::size_t> le;  // 1..256

  // Nothing for what is no short APDU, an extended one included.
  static std::optional<CommandApdu> parse(BytesView bytes);
};

}  // namespace kenko_sim
