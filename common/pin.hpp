// The user authentication PIN (利用者証明用) of a My Number card.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace kenkod {

inline constexpr std::size_t kPinDigits = 4;

// Exactly four ASCII digits; anything else never reaches a card.
[[nodiscard]] inline bool is_pin(std::string_view text) noexcept {
  return text.size() == kPinDigits && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace kenkod
