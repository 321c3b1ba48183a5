// What the tests of the fetcher's parsers share.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "refused.hpp"

namespace kenkod::fetch {

inline std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

inline std::optional<ErrorCode> refusal(const std::function<void()>& work) {
  try {
    work();
  } catch (const Refused& refused) {
    return refused.code();
  }
  return std::nullopt;
}

inline bool violates(const std::function<void()>& work) {
  return refusal(work) == ErrorCode::ProtocolViolation;
}

}  // namespace kenkod::fetch
