// Readers with a pin pad (PC/SC part 10, FEATURE_VERIFY_PIN_DIRECT): the reader asks for the PIN and sends it
// to the card itself; no program sees it.
#pragma once

#include <optional>

#include "card/jpki.hpp"
#include "card/pcsc_link.hpp"

namespace kenkod::card {

// The control code that has the reader ask, if it can.
[[nodiscard]] std::optional<DWORD> pin_pad_of(PcscLink& link);

// Asks, at most 30 s long. The PIN file is selected. Throws UserCancelled when the person cancelled on the
// reader or typed nothing.
[[nodiscard]] Verified verify_on_pin_pad(PcscLink& link, DWORD control_code);

}  // namespace kenkod::card
