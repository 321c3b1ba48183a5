#include "jobs/card_signature.hpp"

#include <chrono>
#include <optional>
#include <utility>

#include "common/pin.hpp"
#include "gate/dialog.hpp"
#include "loop/journal.hpp"

namespace kenkod::jobs {
namespace {

constexpr auto kInsertTime = std::chrono::seconds(60);
constexpr int kMalformed = 5;  // prompts that were answered with anything but a PIN

std::span<const std::uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// What a card put down now could mend.
bool waits_for_card(ErrorCode code) {
  return code == ErrorCode::NoCard || code == ErrorCode::NoReader || code == ErrorCode::CardRemoved;
}

loop::Task<card::Look> look(Services& services, const Call& call, std::string reader) {
  const auto looking = services.lanes.run(
      call.caller->uid, loop::Lane::card,
      [&cards = services.cards, reader, stop = call.cancel.fd()] { return cards.glance(reader, stop); });
  co_return co_await looking;
}

loop::Task<card::Look> wait_for_card(Services& services, const Call& call, std::string reader) {
  const loop::Cancel over;  // of the waiting: the call ends, or the time is up
  const auto with_call = over.follow(call.cancel);
  const auto timer = services.loop.after(kInsertTime, [over] { over.cancel(Error(ErrorCode::NoCard, "")); });
  for (;;) {
    // Listed before the look: what changes during the look is noticed all the same.
    const auto listing = services.lanes.run(call.caller->uid, loop::Lane::card,
                                            [&cards = services.cards] { return cards.readers(); });
    auto readers = co_await listing;
    std::optional<Error> missing;
    try {
      call.progress("read-card", 0, 0);
      auto seen = co_await look(services, call, reader);
      co_return seen;
    } catch (const Error& error) {
      if (!waits_for_card(error.code()) || over.cancelled()) throw;
      missing = error;
    }
    call.progress("insert-card", 0, 0);
    // Beside the lane of work: the person may look at the readers meanwhile.
    const auto waiting = services.lanes.run(call.caller->uid, loop::Lane::card_watch,
                                            [&cards = services.cards, readers, stop = over.fd()] {
                                              cards.wait_for_change(readers, kInsertTime, stop);
                                            });
    try {
      co_await waiting;
    } catch (const Error& error) {
      call.cancel.throw_if_cancelled();
      if (error.code() != ErrorCode::Cancelled) throw;
      throw Error(*missing);
    }
  }
}

// Takes the prompt away when the card goes while the person is asked. `guarded`: the work on the card, which
// this is part of.
loop::Task<> watch_card(Services& services, uid_t uid, card::Reader reader, loop::Cancel conversation,
                        loop::Cancel over, [[maybe_unused]] std::shared_ptr<void> guarded) {
  bool gone = false;
  while (!gone && !over.cancelled()) {
    const auto watching =
        services.lanes.run(uid, loop::Lane::card_watch, [&cards = services.cards, reader, stop = over.fd()] {
          return cards.wait_until_gone(reader, kInsertTime, stop);
        });
    try {
      gone = co_await watching;
    } catch (const Error& error) {
      // A service that starts anew counts insertions anew: nobody could tell whether it is the same card.
      if (error.code() == ErrorCode::CardServiceGone && !over.cancelled()) conversation.cancel(error);
      co_return;  // else a courtesy: signing finds out by itself what has become of the card
    }
  }
  if (gone && !over.cancelled())
    conversation.cancel(Error(ErrorCode::CardRemoved, "The card was taken away."));
}

// Watches as long as it lives.
class CardWatch {
 public:
  CardWatch(Services& services, uid_t uid, const card::Reader& reader, const loop::Cancel& conversation,
            const std::shared_ptr<void>& guarded) {
    loop::spawn(watch_card(services, uid, reader, conversation, over_, guarded));
  }
  CardWatch(const CardWatch&) = delete;
  CardWatch& operator=(const CardWatch&) = delete;
  ~CardWatch() { over_.cancel(Error(ErrorCode::Cancelled, "The person was asked.")); }

 private:
  loop::Cancel over_;
};

void require_usable(const card::Look& look, std::int64_t now_us) {
  if (look.certificate == nullptr)
    throw Error(ErrorCode::NoCertificate, "The card holds no user authentication certificate.");
  switch (look.certificate->validity(now_us / 1'000'000)) {
    case card::Validity::expired:
      throw Error(ErrorCode::CertificateExpired, "The card's certificate has expired.");
    case card::Validity::not_yet:
      throw Error(ErrorCode::CertificateExpired, "The card's certificate is not valid yet.");
    case card::Validity::valid:
      break;
  }
  if (look.tries == 0u) throw Error(ErrorCode::PinBlocked, "The PIN of the card is locked.");
}

// With one try left the person must want it.
loop::Task<bool> agreed_to_last_try(gate::Dialog& dialog, const CardSigning& signing,
                                    const card::Look& look) {
  if (look.tries != 1u) co_return false;
  gate::ConsentRequest request{
      .kind = "pin-last-try", .act = signing.act, .reader = look.reader.name, .tries_left = 1};
  bool agreed = false;
  try {
    agreed = co_await dialog.ask_consent(std::move(request));
  } catch (const Error& error) {
    if (error.code() != ErrorCode::UserCancelled) throw;
  }
  if (!agreed) throw Error(ErrorCode::PinLastTry, "Only one try of the PIN is left.");
  co_return true;
}

loop::Task<std::shared_ptr<const SecretBuffer>> ask_pin(const Call& call, gate::Dialog& dialog,
                                                        const CardSigning& signing, const card::Look& look,
                                                        bool retry) {
  std::string refused;
  for (int round = 0; round < kMalformed; ++round) {
    gate::SecretRequest request{.kind = "pin",
                                .act = signing.act,
                                .refused = refused,
                                .reader = look.reader.name,
                                .retry = retry,
                                .tries_left = look.tries};
    call.progress("prompt", 0, 0);
    auto pin = co_await dialog.ask(std::move(request));
    if (is_pin(pin.text())) co_return std::make_shared<const SecretBuffer>(std::move(pin));
    refused = "pin-format";
  }
  throw Error(ErrorCode::UserCancelled, "No PIN of four digits was given.");
}

// The person is told to type on the reader, and agrees.
loop::Task<> announce_pin_pad(const Call& call, gate::Dialog& dialog, const CardSigning& signing,
                              const card::Look& look) {
  gate::ConsentRequest request{
      .kind = "pin-pad", .act = signing.act, .reader = look.reader.name, .tries_left = look.tries};
  call.progress("prompt", 0, 0);
  const bool agreed = co_await dialog.ask_consent(std::move(request));
  if (!agreed) throw Error(ErrorCode::UserCancelled, "The person did not want to give a PIN.");
}

loop::Task<card::PinEntry> ask(const Call& call, gate::Dialog& dialog, const CardSigning& signing,
                               const card::Look& look, bool retry) {
  card::PinEntry entry;
  entry.last_try = co_await agreed_to_last_try(dialog, signing, look);
  if (look.pin_pad)
    co_await announce_pin_pad(call, dialog, signing, look);
  else
    entry.digits = co_await ask_pin(call, dialog, signing, look, retry);
  co_return entry;
}

}  // namespace

loop::Task<CardSignature> sign_with_card(Services& services, const Call& call, CardSigning signing) {
  const auto guarded = co_await services.card_guard.hold(call.caller->uid, call.cancel);
  auto look = co_await wait_for_card(services, call, signing.reader);
  require_usable(look, services.loop.clock().realtime_us());
  CardSignature result;
  result.algorithm = look.certificate->algorithm();
  result.text = signing.text(*look.certificate);
  // A card nobody can sign with must not cost the person a PIN.
  static_cast<void>(look.certificate->digest_info(bytes_of(result.text)));

  const loop::Cancel conversation;
  const auto with_call = conversation.follow(call.cancel);
  auto dialog = co_await services.dialogs.begin(call.caller, conversation);
  for (bool retry = false;;) {
    card::PinEntry entry;
    try {
      const CardWatch watch(services, call.caller->uid, look.reader, conversation, guarded);
      entry = co_await ask(call, dialog, signing, look, retry);
    } catch (const Error& error) {
      // Giving up after a wrong PIN is a wrong PIN.
      if (error.code() != ErrorCode::UserCancelled || !retry) throw;
      throw card::WrongPin(look.tries);
    }
    call.progress(look.pin_pad ? "pin-pad" : "sign", 0, 0);
    const auto signing_now = services.lanes.run(
        call.caller->uid, loop::Lane::card,
        [&cards = services.cards, look, text = result.text, entry = std::move(entry),
         stop = call.cancel.fd()] { return cards.sign(look, bytes_of(text), entry, stop); });
    try {
      result.signature = co_await signing_now;
      loop::journal::write(loop::journal::Event::card_signed, "A My Number card signed for a person",
                           {{"KENKOD_UID", std::to_string(call.caller->uid)}, {"KENKOD_ACT", signing.act}});
      co_return result;
    } catch (const card::WrongPin& wrong) {
      // A PIN goes to the card once. Another one is the person's doing, and only while the last try is not at
      // stake.
      if (wrong.left().value_or(0) < 2) throw;
      look.tries = wrong.left();
      retry = true;
    } catch (const card::OtherTries& other) {
      // Another program was at it; the person decides anew, knowing what is left.
      look.tries = other.left();
      retry = false;
      require_usable(look, services.loop.clock().realtime_us());
    }
  }
}

}  // namespace kenkod::jobs
