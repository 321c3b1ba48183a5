// A simulated My Number card: answers commands as the public sources say that the real card does. It is no
// model of how secure that one is.
#pragma once

#include "applications.hpp"
#include "card_files.hpp"
#include "card_kind.hpp"
#include "command_apdu.hpp"
#include "elementary_file.hpp"

namespace kenko_sim {

class Card {
 public:
  explicit Card(CardFiles& files);

  Bytes atr() const;
  // Response data and status word.
  Bytes answer(BytesView command);
  // Power off, power on, reset: what was selected and verified is forgotten, the counters are not.
  void reset();

  // A valid My Number card with all tries, as at the beginning.
  void renew();

  Pin& auth_pin() { return auth_pin_; }
  Pin& sign_pin() { return sign_pin_; }
  void become(const CardKind& kind);
  void set_certificate(CertificateState state);
  // Whether READ BINARY, VERIFY and signing take short EF identifiers.
  void set_short_identifiers(bool on) { short_identifiers_ = on; }
  // Signs something else than was asked for.
  void set_wrong_signature(bool on) { wrong_signature_ = on; }

 private:
  void lay_out();
  ElementaryFile* file_for(std::uint8_t p2, sw::StatusWord& problem);

  Bytes select(const CommandApdu& command);
  Bytes select_application(BytesView aid);
  Bytes select_ef(BytesView identifier);
  Bytes read(const CommandApdu& command);
  Bytes verify_pin(const CommandApdu& command);
  Bytes change_pin(const CommandApdu& command);
  Bytes sign(const CommandApdu& command);

  CardFiles& stored_;
  const CardKind* kind_;
  CertificateState certificate_;
  Pin auth_pin_{"1234", 3}, sign_pin_{"ABC123", 5};
  bool short_identifiers_ = true, wrong_signature_ = false;

  ElementaryFiles files_;
  Application application_ = Application::none;
  ElementaryFile* current_ = nullptr;
};

}  // namespace kenko_sim
