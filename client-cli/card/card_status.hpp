// What is known of a My Number card without its PIN, and whether it can log in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "client-cli/bus/dict.hpp"

namespace kenkod::cli {

// The keys of org.kenkod1.Manager.GetCardStatus(), see there.
struct CardStatus {
  std::string reader, certificate, certificate_end, algorithm;
  std::optional<std::string> issuer;
  std::optional<std::uint32_t> tries_left;
  bool pin_pad = false;
  bool expires_soon = false;

  [[nodiscard]] bool usable() const { return certificate == "valid" && tries_left.value_or(1) > 0; }
};

[[nodiscard]] CardStatus card_status_of(const Dict& status);

}  // namespace kenkod::cli
