// A QR code for a terminal: two modules per character cell.
#pragma once

#include <string>
#include <string_view>

namespace kenkod::cli {

// Lines of half blocks with a quiet zone, dark on light whatever the colours of the terminal. Empty when it
// does not fit.
[[nodiscard]] std::string qr_code(std::string_view text);

}  // namespace kenkod::cli
