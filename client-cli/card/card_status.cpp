#include "client-cli/card/card_status.hpp"

#include "client-cli/text/width.hpp"

namespace kenkod::cli {

CardStatus card_status_of(const Dict& status) {
  const auto text = [&](const char* key) { return printable(value_of<std::string>(status, key)); };
  CardStatus card;
  card.reader = text("reader");
  card.certificate = text("certificate");
  card.certificate_end = text("certificate-end");
  card.algorithm = text("algorithm");
  if (status.contains("issuer")) card.issuer = text("issuer");
  if (status.contains("tries-left")) card.tries_left = value_of<std::uint32_t>(status, "tries-left");
  card.pin_pad = value_of<bool>(status, "pin-pad");
  card.expires_soon = value_of<bool>(status, "expires-soon");
  return card;
}

}  // namespace kenkod::cli
