// The card's own emergency number, shown wherever a card is spoken of.
#pragma once

#include <string>

namespace kenkod::cli {

[[nodiscard]] std::string lost_card_words();

}  // namespace kenkod::cli
