// Rows for programs: JSON lines and CSV (RFC 4180). Values are exactly as received.
#pragma once

#include <string>
#include <string_view>

#include "client-cli/show/row.hpp"

namespace kenkod::cli {

// One JSON object with every key of the row, documented keys first, ended by LF.
[[nodiscard]] std::string json_line(const Row& row);
[[nodiscard]] std::string csv_header(std::string_view kind);
// The documented keys of the kind in their order; names joined by spaces, notes by LF; ended by CRLF.
[[nodiscard]] std::string csv_line(const Row& row, std::string_view kind);
[[nodiscard]] std::string csv_field(std::string_view text);

}  // namespace kenkod::cli
