// A card reader as the smart card service sees it, without a word to its card.
#pragma once

#include <winscard.h>

#include <cstdint>
#include <string>

namespace kenkod::card {

enum class ReaderState : std::uint8_t { empty, card, in_use, silent, fault, unsupported };

struct Reader {
  std::string name;
  ReaderState state = ReaderState::empty;
  bool others = false;          // another program is connected to its card
  std::uint16_t insertion = 0;  // counts insertions and removals in one run of the service
  std::uint64_t run = 0;        // of the service
  DWORD seen = 0;               // the state as PC/SC put it, for waiting until it is another one
};

// Whether the card in a reader has not been out of it since the other time.
[[nodiscard]] inline bool same_card(const Reader& one, const Reader& other) noexcept {
  return one.name == other.name && one.run == other.run && one.insertion == other.insertion;
}

// From SCARD_READERSTATE.
[[nodiscard]] inline Reader reader_of(std::string name, DWORD event_state) {
  Reader reader{.name = std::move(name),
                .insertion = static_cast<std::uint16_t>(event_state >> 16),
                .seen = event_state};
  reader.others = (event_state & (SCARD_STATE_INUSE | SCARD_STATE_EXCLUSIVE)) != 0;
  if ((event_state & (SCARD_STATE_UNKNOWN | SCARD_STATE_UNAVAILABLE)) != 0)
    reader.state = ReaderState::fault;
  else if ((event_state & SCARD_STATE_PRESENT) == 0)
    reader.state = ReaderState::empty;
  else if ((event_state & SCARD_STATE_EXCLUSIVE) != 0)
    reader.state = ReaderState::in_use;
  else if ((event_state & SCARD_STATE_MUTE) != 0)
    reader.state = ReaderState::silent;
  else
    reader.state = ReaderState::card;
  return reader;
}

}  // namespace kenkod::card
