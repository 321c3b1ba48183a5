#include "bytes.hpp"

#include <charconv>

namespace kenko_sim {

std::string to_hex(BytesView bytes) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (const auto byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 0x0F];
  }
  return text;
}

std::optional<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  Bytes bytes;
  for (std::size_t at = 0; at < text.size(); at += 2) {
    std::uint8_t byte = 0;
    const auto* end = text.data() + at + 2;
    const auto read = std::from_chars(text.data() + at, end, byte, 16);
    if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
    bytes.push_back(byte);
  }
  return bytes;
}

}  // namespace kenko_sim
