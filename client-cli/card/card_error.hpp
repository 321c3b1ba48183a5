// Errors of a command about the card.
#pragma once

#include "client-cli/text/error_words.hpp"

namespace kenkod::cli {

// error_words(), where a name means something else for a card than for a document.
[[nodiscard]] ErrorWords card_error_words(const CallError& error);

// The list of readers tells more: the card, or the reader, is what fails.
[[nodiscard]] bool readers_explain(const CallError& error);

// The number for lost cards belongs to it.
[[nodiscard]] bool about_card(const CallError& error);

}  // namespace kenkod::cli
