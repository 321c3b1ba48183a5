// The person's card signs a text: look at the card, ask for the PIN, sign. The one way to the card's key,
// shared by every job that needs it.
#pragma once

#include <functional>
#include <string>

#include "card/card_access.hpp"
#include "jobs/services.hpp"

namespace kenkod::jobs {

struct CardSigning {
  std::string act;     // "test-card"
  std::string reader;  // empty: any
  // What is to be signed, once the certificate is known.
  std::function<std::string(const card::Certificate&)> text;
};

struct CardSignature {
  std::string text;
  card::Bytes signature;
  std::string algorithm;  // JWS name
};

// Waits for a card, and asks again after a wrong PIN while at least two tries are left. Throws what
// org.kenkod1.Manager.TestCard() documents.
[[nodiscard]] loop::Task<CardSignature> sign_with_card(Services& services, const Call& call,
                                                       CardSigning signing);

}  // namespace kenkod::jobs
