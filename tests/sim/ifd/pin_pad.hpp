// A reader's PIN pad: what is "typed" on it stands in a file. PC/SC part 10, FEATURE_VERIFY_PIN_DIRECT.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace kenko_sim {

// Control codes; CM_IOCTL_GET_FEATURE_REQUEST, and one as each driver chooses it.
inline constexpr std::uint32_t get_feature_request = 0x42000000 + 3400;
inline constexpr std::uint32_t verify_pin_direct = 0x42000000 + 2054;

struct PinPadAnswer {
  std::optional<std::vector<std::uint8_t>> command;  // for the card, or
  std::uint16_t word = 0;                            // what the reader answers itself
};

bool pin_pad_there();

// The answer to get_feature_request.
std::vector<std::uint8_t> pin_pad_features();

// Waits until somebody has typed; `structure` is the PIN_VERIFY_STRUCTURE as it came.
PinPadAnswer typed_pin(const std::vector<std::uint8_t>& structure);

// The VERIFY that the structure describes, with this PIN in it; pure.
PinPadAnswer verify_command(const std::vector<std::uint8_t>& structure, const std::string& typed);

}  // namespace kenko_sim
