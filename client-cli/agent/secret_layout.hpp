// The byte layouts of RequestSecret().
#pragma once

#include <initializer_list>
#include <string_view>

#include "common/secret_buffer.hpp"

namespace kenkod::cli {

// The parts with LF between them.
[[nodiscard]] SecretBuffer join_lines(std::initializer_list<std::string_view> parts);

inline constexpr std::string_view kWantsRecovery = "recovery";
inline constexpr std::string_view kNoRecovery = "no-recovery";

}  // namespace kenkod::cli
