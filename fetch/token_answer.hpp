// What a token endpoint grants (RFC 6749 section 5.1).
#pragma once

#include <cstdint>
#include <span>

#include "common/secret_buffer.hpp"

namespace kenkod::fetch {

struct TokenAnswer {
  SecretBuffer access_token, id_token;
  SecretBuffer refresh_token;  // empty where none was given
};

// Throws Refused(ProtocolViolation).
[[nodiscard]] TokenAnswer parse_token_answer(std::span<const std::uint8_t> json);

}  // namespace kenkod::fetch
