#include "inserted_card.hpp"

namespace kenko_sim {

void InsertedCard::insert() {
  if (link_.inserted()) return;
  exchange_.reset("inserted");
  link_.insert();
}

void InsertedCard::remove() {
  if (!link_.inserted()) return;
  link_.remove();
  disconnected();
  exchange_.reset("removed");
}

void InsertedCard::renew() {
  remove();
  mute_ = false;
  card_.renew();
  exchange_.renew();
}

void InsertedCard::disconnected() {
  powered_ = false;
  answer_.reset();
}

std::optional<InsertedCard::Clock::time_point> InsertedCard::due() const {
  return answer_ && !mute_ ? std::optional(answer_due_) : link_.due();
}

// Also while mute, to notice that the reader is gone.
void InsertedCard::readable() {
  if (link_.connected() && !link_.receive()) disconnected();
}

void InsertedCard::proceed() {
  link_.maintain();
  if (mute_) return;
  for (;;) {
    if (answer_) {
      if (Clock::now() < answer_due_) return;
      link_.send(*answer_);
      answer_.reset();
    }
    const auto message = link_.message();
    if (!message) return;
    take(*message);
  }
}

void InsertedCard::take(BytesView message) {
  if (message.size() == 1) return control(static_cast<VpcdControl>(message[0]));
  auto answer = exchange_.command(message);
  if (answer.bytes.empty()) return remove();
  answer_ = std::move(answer.bytes);
  answer_due_ = Clock::now() + answer.delay;
}

void InsertedCard::control(VpcdControl what) {
  switch (what) {
    case VpcdControl::power_off:
      exchange_.reset("power-off");
      break;
    case VpcdControl::power_on:
      exchange_.reset("power-on");
      powered_ = true;
      break;
    case VpcdControl::reset:
      exchange_.reset("reset");
      break;
    case VpcdControl::get_atr:
      link_.send(card_.atr());
      break;
  }
}

}  // namespace kenko_sim
