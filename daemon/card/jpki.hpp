// The user authentication (利用者証明用) side of the JPKI application on a card: recognise, tries left,
// certificate, VERIFY, signature. Works on any Channel; whoever calls holds the card's transaction.
#pragma once

#include <optional>

#include "card/apdu.hpp"
#include "card/jpki_profile.hpp"

namespace kenkod::card {

enum class Kind : std::uint8_t { my_number, juki, phone, other };

// nullopt: the card does not tell; 0: locked.
using Tries = std::optional<unsigned>;

struct Verified {
  bool right = false;
  Tries left;  // when not right
};

class Jpki {
 public:
  explicit Jpki(Channel& channel) : channel_(channel) {}

  // Recognition, never by ATR: `other` also for what does not know the application. Selects it.
  [[nodiscard]] Kind recognise();
  // Only selects the application, of a card recognised before; false when it has none.
  [[nodiscard]] bool select();
  // Costs no try.
  [[nodiscard]] Tries tries_left();
  // DER; empty when the card has none. Throws CardSilent for what is no certificate.
  [[nodiscard]] Bytes certificate();
  // Sent once. The PIN file must have been selected by tries_left(). `pin`: four digits.
  [[nodiscard]] Verified verify(const SecretBuffer& pin);
  // What a VERIFY without digits is answered with, for a reader that asks for the PIN itself.
  [[nodiscard]] static Verified verified(std::uint16_t sw);
  // PKCS #1 v1.5 signature of a DigestInfo, after verify().
  [[nodiscard]] Bytes sign(std::span<const std::uint8_t> digest_info);

 private:
  [[nodiscard]] Answer send(const Command& command);
  [[nodiscard]] Answer select_file(profile::File file);
  // From the start of the file; by its short identifier, which saves a command, or where the card knows no
  // such way by selecting it.
  [[nodiscard]] Answer read_file(profile::File file, std::uint16_t le);

  Channel& channel_;
};

}  // namespace kenkod::card
