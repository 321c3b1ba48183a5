// Errors of a link, where a name means something else than for a file or a card.
#pragma once

#include <string>

#include "client-cli/text/error_words.hpp"

namespace kenkod::cli {

// What GetStatus() tells of the link when one failed; it changes what there is to do.
struct LinkSituation {
  bool portal = true;         // one is configured
  bool card = false;          // the log-in would have been with the card
  bool waiting_here = false;  // logged in already: only the secret question is missing
};

// Of a Link() that failed as a whole.
[[nodiscard]] ErrorWords link_error_words(const CallError& error, const LinkSituation& situation);
// Of one kind, or of a document of it.
[[nodiscard]] ErrorWords kind_error_words(const CallError& error);

}  // namespace kenkod::cli
