// The bytes of one message of common/fetch_protocol.hpp: little-endian, a type, then the fields in the order
// of the structure; texts and lists begin with their length. The descriptor of a Document travels beside
// them. Pure functions. Both directions hold a message to the same rules, so that nobody sends what the other
// side would refuse.
#pragma once

#include <cstdint>
#include <span>

#include "common/fetch_protocol.hpp"
#include "common/wiped.hpp"

namespace kenkod::fetch {

// Throw Error(ProtocolViolation) for a message outside the limits of the header.
[[nodiscard]] WipedBytes encode(const Request& message);
[[nodiscard]] WipedBytes encode(const Answer& message);

// Throw Error(ProtocolViolation) for anything that is not exactly one message of the right direction.
[[nodiscard]] Request decode_request(std::span<const std::uint8_t> packet);
[[nodiscard]] Answer decode_answer(std::span<const std::uint8_t> packet);  // a Document without its file

}  // namespace kenkod::fetch
