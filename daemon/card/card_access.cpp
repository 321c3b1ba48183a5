#include "card/card_access.hpp"

#include <algorithm>
#include <utility>

#include "card/pin_pad.hpp"
#include "card/unsupported_readers.hpp"
#include "common/error.hpp"

namespace kenkod::card {
namespace {

Error no_card() { return {ErrorCode::NoCard, "There is no card in the reader."}; }
Error card_removed() { return {ErrorCode::CardRemoved, "The card was taken away."}; }

// Throws what a reader's state already tells.
void require_card(const Reader& reader) {
  switch (reader.state) {
    case ReaderState::empty:
      throw no_card();
    case ReaderState::in_use:
      throw Error(ErrorCode::CardBusy, "Another program uses the card.");
    case ReaderState::silent:
      throw Error(ErrorCode::CardSilent, "The card does not answer.");
    case ReaderState::fault:
      throw Error(ErrorCode::NoReader, "The card reader does not work.");
    case ReaderState::unsupported:
      throw Error(ErrorCode::ReaderUnsupported, "There is no Linux driver for this card reader.");
    case ReaderState::card:
      return;
  }
}

void require_my_number_card(Kind kind) {
  if (kind == Kind::my_number) return;
  throw Error(ErrorCode::WrongCard, "The card is not a My Number card.")
      .with("kind", kind == Kind::juki    ? "juki"
                    : kind == Kind::phone ? "phone"
                                          : "other");
}

// How much an error tells about a reader: what is closest to a usable card is what the person should hear of.
int closeness(ErrorCode code) {
  switch (code) {
    case ErrorCode::NoReader:
    case ErrorCode::ReaderUnsupported:
      return 0;
    case ErrorCode::NoCard:
      return 1;
    case ErrorCode::WrongCard:
      return 2;
    default:
      return 3;
  }
}

void require_try(const Tries& tries, bool agreed) {
  if (tries == 0u) throw Error(ErrorCode::PinBlocked, "The PIN of the card is locked.");
  if (tries == 1u && !agreed) throw Error(ErrorCode::PinLastTry, "Only one try of the PIN is left.");
}

void require_right(const Verified& verified) {
  if (verified.right) return;
  if (verified.left == 0u)
    throw Error(ErrorCode::PinBlocked, "The PIN was wrong, and the card is locked now.");
  throw WrongPin(verified.left);
}

Verified verify(PcscLink& link, Jpki& jpki, const PinEntry& pin) {
  if (pin.digits != nullptr) return jpki.verify(*pin.digits);
  const auto pad = pin_pad_of(link);
  if (!pad) throw Error(ErrorCode::CardRemoved, "The reader's pin pad is gone.");
  return verify_on_pin_pad(link, *pad);
}

}  // namespace

WrongPin::WrongPin(Tries left)
    : Error(left ? Error(ErrorCode::PinIncorrect, "The PIN is wrong.").with("tries", *left)
                 : Error(ErrorCode::PinIncorrect, "The PIN is wrong.")),
      left_(left) {}

CardAccess::CardAccess(std::vector<std::string> root_folders, std::string preferred)
    : root_folders_(std::move(root_folders)), preferred_(std::move(preferred)) {}

const Roots& CardAccess::roots() {
  const std::lock_guard lock(mutex_);
  if (!roots_) roots_.emplace(root_folders_);
  return *roots_;
}

std::vector<Reader> CardAccess::readers() {
  auto readers = service_.readers();
  for (auto& name : unsupported_readers())
    readers.push_back({.name = std::move(name), .state = ReaderState::unsupported});
  return readers;
}

std::vector<Reader> CardAccess::candidates(const std::string& name) {
  auto readers = service_.readers();
  const auto& wanted = name.empty() ? preferred_ : name;
  if (!wanted.empty()) {
    const auto found = std::ranges::find(readers, wanted, &Reader::name);
    if (found != readers.end()) return {*found};
    if (!name.empty())
      throw Error(ErrorCode::InvalidArgument, "There is no card reader of this name.").with("key", "reader");
    throw Error(ErrorCode::NoReader, "The configured card reader is not there.");
  }
  if (!readers.empty()) return readers;
  if (!unsupported_readers().empty())
    throw Error(ErrorCode::ReaderUnsupported, "There is no Linux driver for the card reader.");
  throw Error(ErrorCode::NoReader, "There is no card reader.");
}

Look CardAccess::look(const std::string& name, int stop) { return first_look(name, false, stop); }

Look CardAccess::glance(const std::string& name, int stop) { return first_look(name, true, stop); }

Look CardAccess::first_look(const std::string& name, bool remembered, int stop) {
  std::optional<Error> closest;
  for (const auto& reader : candidates(name)) {
    const auto card = remembered && reader.state == ReaderState::card ? known(reader) : std::nullopt;
    // A locked one is asked again: it costs nobody time, and a fault may have looked like it.
    if (card && card->tries && *card->tries != 0u)
      return {reader, card->pin_pad, *card->tries, card->certificate, card->issuer};
    try {
      return or_gone(reader, stop, no_card(), [&] { return look_into(reader, stop); });
    } catch (const Error& error) {
      if (error.code() == ErrorCode::Cancelled || error.code() == ErrorCode::CardServiceGone) throw;
      if (!closest || closeness(error.code()) > closeness(closest->code())) closest = error;
    }
  }
  throw Error(*closest);
}

std::optional<CardAccess::Known> CardAccess::known(const Reader& reader) {
  const std::lock_guard lock(mutex_);
  const auto found = known_.find(reader.name);
  if (found == known_.end() || !same_card(found->second.reader, reader)) return std::nullopt;
  return found->second;
}

void CardAccess::remember_tries(const Reader& reader, std::optional<Tries> tries) {
  const std::lock_guard lock(mutex_);
  const auto found = known_.find(reader.name);
  if (found != known_.end() && same_card(found->second.reader, reader)) found->second.tries = tries;
}

// The service looks for cards every 0.4 s; until it notices, one that went is one that is silent.
template <class F>
std::invoke_result_t<F&> CardAccess::or_gone(const Reader& reader, int stop, const Error& gone, F work) {
  constexpr auto kNoticeTime = std::chrono::seconds(1);
  try {
    return work();
  } catch (const Error& error) {
    if (error.code() != ErrorCode::CardSilent || !wait_until_gone(reader, kNoticeTime, stop)) throw;
    throw Error(gone);
  }
}

Look CardAccess::look_into(const Reader& reader, int stop) {
  require_card(reader);
  PcscLink link(abandoned_, stop);
  link.connect(reader);
  Jpki jpki(link);
  auto card = known(reader);
  if (card) {
    if (!jpki.select()) require_my_number_card(Kind::other);
  } else {
    require_my_number_card(jpki.recognise());
    card = Known{.reader = reader};
    if (auto der = jpki.certificate(); !der.empty()) {
      card->certificate = std::make_shared<const Certificate>(std::move(der));
      card->issuer = roots().issuer_of(*card->certificate);
    }
  }
  card->tries = jpki.tries_left();
  card->pin_pad = pin_pad_of(link).has_value();
  const std::lock_guard lock(mutex_);
  known_[reader.name] = *card;
  return {reader, card->pin_pad, *card->tries, card->certificate, card->issuer};
}

void CardAccess::wait_for_change(const std::vector<Reader>& known, std::chrono::milliseconds limit,
                                 int stop) {
  auto listed = known;
  std::erase_if(listed, [](const Reader& reader) { return reader.state == ReaderState::unsupported; });
  PcscLink(abandoned_, stop).wait_for_change(listed, limit);
}

Reader CardAccess::still_there(const Reader& reader) {
  const auto readers = service_.readers();
  const auto now = std::ranges::find(readers, reader.name, &Reader::name);
  if (now == readers.end() || now->state == ReaderState::empty || !same_card(*now, reader))
    throw card_removed();
  return *now;
}

bool CardAccess::wait_until_gone(const Reader& reader, std::chrono::milliseconds limit, int stop) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  try {
    PcscLink link(abandoned_, stop);
    for (;;) {
      const auto now = still_there(reader);
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
      if (left.count() <= 0) return false;
      link.wait_for_change({now}, left);
    }
  } catch (const Error& error) {
    if (error.code() == ErrorCode::CardRemoved) return true;
    throw;
  }
}

Bytes CardAccess::sign(const Look& seen, std::span<const std::uint8_t> text, const PinEntry& pin, int stop) {
  return or_gone(seen.reader, stop, card_removed(), [&] { return sign_in(seen, text, pin, stop); });
}

Bytes CardAccess::sign_in(const Look& seen, std::span<const std::uint8_t> text, const PinEntry& pin,
                          int stop) {
  const auto to_sign = seen.certificate->digest_info(text);
  const auto reader = still_there(seen.reader);
  require_card(reader);
  PcscLink link(abandoned_, stop);
  link.connect(reader);
  Jpki jpki(link);
  if (!jpki.select()) require_my_number_card(Kind::other);
  const auto tries = jpki.tries_left();
  remember_tries(reader, tries);
  if (tries != seen.tries) throw OtherTries(tries);
  require_try(tries, pin.last_try);
  static_cast<void>(still_there(seen.reader));  // no other run of the service has come in between

  link.reset_at_end();
  remember_tries(reader, std::nullopt);  // whatever becomes of the answer
  const auto verified = verify(link, jpki, pin);
  if (verified.right && tries == profile::kMostTries) remember_tries(reader, tries);
  if (!verified.right) remember_tries(reader, verified.left);
  require_right(verified);
  auto signature = jpki.sign(to_sign);
  if (!seen.certificate->signed_by_it(text, signature))
    throw Error(ErrorCode::CardSilent, "The card's signature does not fit its certificate.");
  return signature;
}

void CardAccess::forget() {
  const std::lock_guard lock(mutex_);
  known_.clear();
  service_.end();
}

}  // namespace kenkod::card
