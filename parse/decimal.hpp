// Numbers as text: a stored value is never a binary float.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kenkod::parse {

// "-0.50" → "-0.5", "007" → "7", ".5" → "0.5", " 5 " → "5". Empty for anything else: "1e3", "1,000", "<5",
// "".
[[nodiscard]] std::optional<std::string> canonical(std::string_view text);

// a < b, both canonical.
[[nodiscard]] bool less(std::string_view a, std::string_view b);

// Does a canonical number fit a format of the item table: "NNN.N" (three digits, one decimal), "*.N" (any
// digits)?
[[nodiscard]] bool fits(std::string_view decimal, std::string_view format);

}  // namespace kenkod::parse
