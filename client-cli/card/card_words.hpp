// The state of a My Number card and what to do about it, for a person.
#pragma once

#include <string>

#include "client-cli/card/card_status.hpp"
#include "client-cli/show/style.hpp"

namespace kenkod::cli {

// Lines ended by LF; the last one tells the number for lost cards.
[[nodiscard]] std::string card_words(const CardStatus& card, const Style& style);

}  // namespace kenkod::cli
