// Octets and their hexadecimal form.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kenko_sim {

using Bytes = std::vector<std::uint8_t>;
using BytesView = std::span<const std::uint8_t>;

// Without spaces, upper case.
std::string to_hex(BytesView bytes);
std::optional<Bytes> from_hex(std::string_view text);

inline Bytes copy(BytesView bytes) { return {bytes.begin(), bytes.end()}; }
inline Bytes octets(std::string_view text) { return {text.begin(), text.end()}; }

}  // namespace kenko_sim
