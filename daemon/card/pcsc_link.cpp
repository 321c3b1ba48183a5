#include "card/pcsc_link.hpp"

#include <atomic>
#include <cstring>
#include <utility>

#include "card/pcsc_error.hpp"

namespace kenkod::card {
namespace {

constexpr auto kServiceLimit = std::chrono::seconds(5);
constexpr auto kConnectLimit = std::chrono::seconds(5);
constexpr int kBegins = 3;  // every other program's reset costs one
constexpr const char* kAnyReader = R"(\\?PnP?\Notification)";

Error service_gone() { return {ErrorCode::CardServiceGone, "The smart card service does not answer."}; }
Error busy() { return {ErrorCode::CardBusy, "Another program uses the card."}; }
Error silent() { return {ErrorCode::CardSilent, "The card does not answer."}; }

}  // namespace

// Belongs to the thread of calls. A context that hangs is left to it alone.
struct PcscLink::Held {
  SCARDCONTEXT context = 0;
  SCARDHANDLE card = 0;
  bool established = false, connected = false, transaction = false;
  std::atomic<bool> reset = false;
  DWORD protocol = 0;

  void give_back() {
    const DWORD what = reset ? SCARD_RESET_CARD : SCARD_LEAVE_CARD;
    const bool ended = transaction && SCardEndTransaction(card, what) == SCARD_S_SUCCESS;
    if (connected) SCardDisconnect(card, ended ? SCARD_LEAVE_CARD : what);
    if (established) SCardReleaseContext(context);
    established = connected = transaction = false;
  }
};

template <class F>
LONG PcscLink::call(std::chrono::milliseconds limit, const Error& late, F work,
                    const std::function<void()>& interrupt) {
  return thread_.run(
      limit, stop_, late, [held = held_, work = std::move(work)]() mutable { return work(*held); },
      interrupt);
}

PcscLink::PcscLink(std::shared_ptr<Abandoned> abandoned, int stop)
    : stop_(stop),
      held_(std::make_shared<Held>()),
      abandoned_(abandoned),
      thread_(std::move(abandoned), [held = held_] { held->give_back(); }) {
  const auto establish = [](Held& held) {
    const auto result = SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &held.context);
    held.established = result == SCARD_S_SUCCESS;
    return result;
  };
  auto code = call(kServiceLimit, service_gone(), establish);
  // A service that dies at this moment looks like one that refuses.
  if (code == SCARD_W_SECURITY_VIOLATION) code = call(kServiceLimit, service_gone(), establish);
  if (code != SCARD_S_SUCCESS) throw pcsc_error(code, false);
}

std::vector<std::string> PcscLink::reader_names() {
  for (;;) {
    const auto names = std::make_shared<Bytes>();
    const auto code = call(kServiceLimit, service_gone(), [names](Held& held) {
      DWORD size = 0;
      auto result = SCardListReaders(held.context, nullptr, nullptr, &size);
      if (result != SCARD_S_SUCCESS) return result;
      names->resize(size);
      result = SCardListReaders(held.context, nullptr, reinterpret_cast<char*>(names->data()), &size);
      if (result == SCARD_S_SUCCESS) names->resize(size);
      return result;
    });
    if (code == SCARD_E_NO_READERS_AVAILABLE) return {};
    if (code == SCARD_E_INSUFFICIENT_BUFFER) continue;  // another one came in between
    if (code != SCARD_S_SUCCESS) throw pcsc_error(code, false);
    std::vector<std::string> readers;  // each ended by NUL, the last one by two
    std::string name;
    for (const auto byte : *names) {
      if (byte != 0) {
        name.push_back(static_cast<char>(byte));
        continue;
      }
      if (!name.empty()) readers.push_back(std::exchange(name, {}));
    }
    return readers;
  }
}

std::vector<Reader> PcscLink::readers() {
  const auto names = std::make_shared<const std::vector<std::string>>(reader_names());
  if (names->empty()) return {};
  const auto states = std::make_shared<std::vector<SCARD_READERSTATE>>(names->size());
  const auto code = call(kServiceLimit, service_gone(), [names, states](Held& held) {
    for (std::size_t i = 0; i < names->size(); ++i) (*states)[i].szReader = (*names)[i].c_str();
    return SCardGetStatusChange(held.context, 0, states->data(), static_cast<DWORD>(states->size()));
  });
  if (code == SCARD_E_UNKNOWN_READER) return readers();  // it went in between
  if (code != SCARD_S_SUCCESS && code != SCARD_E_TIMEOUT) throw pcsc_error(code, false);
  std::vector<Reader> readers;
  readers.reserve(names->size());
  for (std::size_t i = 0; i < names->size(); ++i)
    readers.push_back(reader_of((*names)[i], (*states)[i].dwEventState));
  return readers;
}

void PcscLink::wait_for_change(const std::vector<Reader>& known, std::chrono::milliseconds limit) {
  const auto names = std::make_shared<std::vector<std::string>>();
  const auto states = std::make_shared<std::vector<SCARD_READERSTATE>>(known.size() + 1);
  for (const auto& reader : known) names->push_back(reader.name);
  names->emplace_back(kAnyReader);
  const auto seen = std::make_shared<std::vector<DWORD>>();
  for (const auto& reader : known) seen->push_back(reader.seen & ~static_cast<DWORD>(SCARD_STATE_CHANGED));
  // PC/SC takes the number of known readers in the state of this one.
  seen->push_back(static_cast<DWORD>(known.size()) << 16);
  const auto work = [names, states, seen, limit](Held& held) {
    for (std::size_t i = 0; i < names->size(); ++i) {
      (*states)[i].szReader = (*names)[i].c_str();
      (*states)[i].dwCurrentState = (*seen)[i];
    }
    return SCardGetStatusChange(held.context, static_cast<DWORD>(limit.count()), states->data(),
                                static_cast<DWORD>(states->size()));
  };
  // The one call that can be ended from outside. The service itself may be gone, so the wait has a limit of
  // its own.
  const auto code =
      call(limit + kServiceLimit, service_gone(), work, [held = held_] { SCardCancel(held->context); });
  if (code == SCARD_S_SUCCESS || code == SCARD_E_TIMEOUT || code == SCARD_E_CANCELLED ||
      code == SCARD_E_UNKNOWN_READER)
    return;
  throw pcsc_error(code, false);
}

// A card that hangs while nobody else is connected to it hangs by itself. A thread of ours that was left
// behind with a silent card is connected too, and nobody else.
Error PcscLink::why_it_hangs(bool others) const {
  return others && !abandoned_->any(ErrorCode::CardSilent) ? busy() : silent();
}

void PcscLink::connect(const Reader& reader) {
  const auto name = std::make_shared<const std::string>(reader.name);
  const auto late = why_it_hangs(reader.others);
  auto code = call(kConnectLimit, late, [name](Held& held) {
    const auto result = SCardConnect(held.context, name->c_str(), SCARD_SHARE_SHARED,
                                     SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &held.card, &held.protocol);
    held.connected = result == SCARD_S_SUCCESS;
    return result;
  });
  if (code != SCARD_S_SUCCESS) throw pcsc_error(code, false);
  for (int round = 0; round < kBegins; ++round) {
    code = call(kConnectLimit, late, [](Held& held) {
      const auto result = SCardBeginTransaction(held.card);
      held.transaction = result == SCARD_S_SUCCESS;
      return result;
    });
    if (code != SCARD_W_RESET_CARD) break;
    code = call(kConnectLimit, late, [](Held& held) {
      return SCardReconnect(held.card, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1,
                            SCARD_LEAVE_CARD, &held.protocol);
    });
    if (code != SCARD_S_SUCCESS) break;
    code = SCARD_W_RESET_CARD;
  }
  if (code != SCARD_S_SUCCESS) throw pcsc_error(code, true);
}

Bytes PcscLink::transmit(std::shared_ptr<const SecretBuffer> command, std::chrono::milliseconds limit) {
  constexpr std::size_t kLongest = 258;
  const auto answer = std::make_shared<Bytes>(kLongest);
  const auto code = call(limit, silent(), [answer, command = std::move(command)](Held& held) {
    const auto* protocol = held.protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
    auto size = static_cast<DWORD>(answer->size());
    const auto result = SCardTransmit(held.card, protocol, command->data(),
                                      static_cast<DWORD>(command->size()), nullptr, answer->data(), &size);
    answer->resize(result == SCARD_S_SUCCESS ? size : 0);
    return result;
  });
  if (code != SCARD_S_SUCCESS) throw pcsc_error(code, true);
  return std::move(*answer);
}

Bytes PcscLink::control(DWORD code, Bytes input, std::chrono::milliseconds limit) {
  const auto answer = std::make_shared<Bytes>(MAX_BUFFER_SIZE);
  const auto result = call(limit, silent(), [answer, code, input = std::move(input)](Held& held) {
    DWORD size = 0;
    const auto done = SCardControl(held.card, code, input.data(), static_cast<DWORD>(input.size()),
                                   answer->data(), static_cast<DWORD>(answer->size()), &size);
    answer->resize(done == SCARD_S_SUCCESS ? size : 0);
    return done;
  });
  if (result == SCARD_W_REMOVED_CARD || result == SCARD_E_NO_SMARTCARD || result == SCARD_E_NO_SERVICE ||
      result == SCARD_F_COMM_ERROR)
    throw pcsc_error(result, true);
  return std::move(*answer);
}

void PcscLink::reset_at_end() { held_->reset = true; }

}  // namespace kenkod::card
