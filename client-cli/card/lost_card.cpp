#include "client-cli/card/lost_card.hpp"

#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {

std::string lost_card_words() {
  return tr("Lost or stolen card: call 0120-95-0178 to have its use stopped, 24 hours, 365 days.");
}

}  // namespace kenkod::cli
