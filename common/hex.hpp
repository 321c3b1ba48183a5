// Bytes as hexadecimal digits in lower case.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace kenkod {

[[nodiscard]] std::string hex(std::span<const std::uint8_t> bytes);
// Whether it is an id as the daemon gives them out: 128 random bits, 32 digits.
[[nodiscard]] bool is_random_id(std::string_view text) noexcept;

}  // namespace kenkod
