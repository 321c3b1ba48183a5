// What kenkod does with a My Number card: look at it, have it sign. Every function blocks and belongs on a
// lane; none blocks longer than its limits. Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "card/certificate.hpp"
#include "card/jpki.hpp"
#include "card/pcsc_link.hpp"
#include "card/roots.hpp"
#include "card/service_run.hpp"
#include "common/error.hpp"

namespace kenkod::card {

// What a look at a card told. No PIN was needed, no try taken.
struct Look {
  Reader reader;
  bool pin_pad = false;
  Tries tries;
  std::shared_ptr<const Certificate> certificate;  // null: the card has none
  std::string issuer;                              // name of the root; empty: unknown
};

// The PIN was wrong, and can be tried again.
class WrongPin : public Error {
 public:
  explicit WrongPin(Tries left);
  [[nodiscard]] const Tries& left() const noexcept { return left_; }

 private:
  Tries left_;
};

// Nothing was sent: the card has other tries left than the person was told.
class OtherTries : public Error {
 public:
  explicit OtherTries(Tries left)
      : Error(ErrorCode::PinIncorrect, "The tries left have changed."), left_(left) {}
  [[nodiscard]] const Tries& left() const noexcept { return left_; }

 private:
  Tries left_;
};

// How the PIN comes to the card.
struct PinEntry {
  std::shared_ptr<const SecretBuffer> digits;  // null: typed on the reader's pin pad
  bool last_try = false;                       // the person agreed to use the last try
};

class CardAccess {
 public:
  // `root_folders`: read at the first look. `preferred`: the reader to use when none is named; empty: the
  // first one with a My Number card.
  CardAccess(std::vector<std::string> root_folders, std::string preferred);

  // Also those without a driver. Throws CardServiceGone, NotAuthorized.
  [[nodiscard]] std::vector<Reader> readers();

  // `stop` in all of these: a descriptor that ends the work (Cancelled) once it is readable.

  // `name` empty: the preferred reader. Throws NoReader, ReaderUnsupported, NoCard, WrongCard, CardBusy,
  // CardSilent, CardRemoved, NotSupported; InvalidArgument for a name no reader has.
  [[nodiscard]] Look look(const std::string& name, int stop);
  // The same without a word to a card that has not been out of its reader since it was looked at: its tries
  // are those of that time, and sign() compares.
  [[nodiscard]] Look glance(const std::string& name, int stop);
  // Returns when a reader or its card came or went since `known`, or the time is over.
  void wait_for_change(const std::vector<Reader>& known, std::chrono::milliseconds limit, int stop);
  // Whether the card that was in the reader is gone, after at most this time.
  [[nodiscard]] bool wait_until_gone(const Reader& reader, std::chrono::milliseconds limit, int stop);
  // The signature over `text`, verified with the certificate of `seen`. Sends the PIN once and only to the
  // very card that was looked at. Throws WrongPin, OtherTries, PinBlocked, PinLastTry, CardRemoved and as
  // look().
  [[nodiscard]] Bytes sign(const Look& seen, std::span<const std::uint8_t> text, const PinEntry& pin,
                           int stop);

  // What was read of cards is forgotten, and the smart card service let go of.
  void forget();

 private:
  struct Known {
    Reader reader;
    std::shared_ptr<const Certificate> certificate;
    std::string issuer;
    bool pin_pad = false;
    std::optional<Tries> tries;  // empty: may have changed since they were asked
  };
  [[nodiscard]] Look first_look(const std::string& name, bool remembered, int stop);
  void remember_tries(const Reader& reader, std::optional<Tries> tries);
  [[nodiscard]] std::vector<Reader> candidates(const std::string& name);
  // The reader as it is now; throws CardRemoved when it does not hold that card any more.
  [[nodiscard]] Reader still_there(const Reader& reader);
  [[nodiscard]] Look look_into(const Reader& reader, int stop);
  [[nodiscard]] Bytes sign_in(const Look& seen, std::span<const std::uint8_t> text, const PinEntry& pin,
                              int stop);
  template <class F>
  std::invoke_result_t<F&> or_gone(const Reader& reader, int stop, const Error& gone, F work);
  [[nodiscard]] std::optional<Known> known(const Reader& reader);
  [[nodiscard]] const Roots& roots();

  const std::vector<std::string> root_folders_;
  const std::string preferred_;
  const std::shared_ptr<Abandoned> abandoned_ = std::make_shared<Abandoned>();
  ServiceRun service_{abandoned_};
  std::mutex mutex_;
  std::optional<Roots> roots_;
  std::map<std::string, Known> known_;  // by reader; of the card inserted last
};

}  // namespace kenkod::card
