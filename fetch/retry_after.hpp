// The header Retry-After: seconds, or a date of HTTP.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kenkod::fetch {

inline constexpr std::int64_t kMaxRetryAfter = 366 * 86'400;  // seconds; longer ones are cut to this

// Seconds from `now` (Unix seconds), 0 to kMaxRetryAfter; empty when it says neither.
[[nodiscard]] std::optional<std::int64_t> retry_after(std::string_view value, std::int64_t now);

}  // namespace kenkod::fetch
