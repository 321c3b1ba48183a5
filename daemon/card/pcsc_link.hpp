// One piece of work at the smart card service: a context of its own, at most one card, one transaction.
// Everything is given back when the object ends, the card reset if a PIN was sent to it. No call lasts longer
// than its limit.
#pragma once

#include <winscard.h>

#include <memory>
#include <string>
#include <vector>

#include "card/apdu.hpp"
#include "card/call_thread.hpp"
#include "card/reader.hpp"

namespace kenkod::card {

// `stop`: a descriptor that ends whatever is going on once it is readable; -1: none.
class PcscLink final : public Channel {
 public:
  // Throws CardServiceGone, NotAuthorized, or why earlier work hangs.
  PcscLink(std::shared_ptr<Abandoned> abandoned, int stop);

  // Empty without readers.
  [[nodiscard]] std::vector<Reader> readers();
  // Until a reader comes or goes or one of these looks different, or the time is over.
  void wait_for_change(const std::vector<Reader>& known, std::chrono::milliseconds limit);

  // Connects to the card in a reader and begins a transaction. Throws NoReader, NoCard, CardBusy, CardSilent.
  void connect(const Reader& reader);
  Bytes transmit(std::shared_ptr<const SecretBuffer> command, std::chrono::milliseconds limit) override;
  // A command to the reader itself (PC/SC part 10); empty when it knows none such.
  [[nodiscard]] Bytes control(DWORD code, Bytes input, std::chrono::milliseconds limit);
  // From now on the card may know a PIN: it is reset when the work ends, however it ends.
  void reset_at_end();

 private:
  struct Held;
  [[nodiscard]] std::vector<std::string> reader_names();
  template <class F>
  LONG call(std::chrono::milliseconds limit, const Error& late, F work,
            const std::function<void()>& interrupt = {});

  [[nodiscard]] Error why_it_hangs(bool others) const;

  int stop_;
  std::shared_ptr<Held> held_;
  std::shared_ptr<const Abandoned> abandoned_;
  CallThread thread_;
};

}  // namespace kenkod::card
