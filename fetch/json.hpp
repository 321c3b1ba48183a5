// JSON of the portal: at most 1 MiB deep at most 32, and nothing taken for granted about a value's type.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>

namespace kenkod::fetch {

inline constexpr std::size_t kMaxAnswer = 1'048'576;  // bytes of any answer that is no document
inline constexpr std::size_t kMaxDepth = 32;

using Json = nlohmann::json;

// An object, or Refused(ProtocolViolation).
[[nodiscard]] Json parse_object(std::span<const std::uint8_t> bytes, std::size_t limit = kMaxAnswer);

// The value of `key`, a text of 1 to `limit` bytes; empty when there is none; Refused(ProtocolViolation) when
// it is something else.
[[nodiscard]] std::optional<std::string> optional_text(const Json& object, const char* key,
                                                       std::size_t limit);
[[nodiscard]] std::string text(const Json& object, const char* key, std::size_t limit);
// A whole number from `low` to `high`; otherwise as above.
[[nodiscard]] std::optional<std::int64_t> optional_number(const Json& object, const char* key,
                                                          std::int64_t low, std::int64_t high);

}  // namespace kenkod::fetch
