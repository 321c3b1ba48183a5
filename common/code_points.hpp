// Text as Unicode code points, wiped when freed.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "common/secret_buffer.hpp"
#include "common/wiped.hpp"

namespace kenkod {

using CodePoints = std::vector<std::int32_t, WipingAllocator<std::int32_t>>;

enum class Form : std::uint8_t { nfc, nfkc, nfkc_folded };  // the last with Unicode case folding

// Empty when the bytes are not UTF-8.
[[nodiscard]] std::optional<CodePoints> code_points(std::string_view utf8, Form form);
[[nodiscard]] SecretBuffer to_utf8(const CodePoints& text);

[[nodiscard]] inline bool is_katakana(std::int32_t c) noexcept {
  return (c >= 0x30A1 && c <= 0x30FA) || (c >= 0x30FC && c <= 0x30FF) || (c >= 0x31F0 && c <= 0x31FF);
}

}  // namespace kenkod
