// Base64 of RFC 4648: the URL alphabet without padding (JWT, PKCE), and the standard one with it
// (certificates, documents).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "common/wiped.hpp"

namespace kenkod {

[[nodiscard]] std::string base64url(std::span<const std::uint8_t> bytes);
[[nodiscard]] std::string base64url(std::string_view text);
[[nodiscard]] std::string base64(std::span<const std::uint8_t> bytes);
// Empty when the text is not exactly that.
[[nodiscard]] std::optional<WipedBytes> from_base64url(std::string_view text);
[[nodiscard]] std::optional<WipedBytes> from_base64(std::string_view text);

}  // namespace kenkod
