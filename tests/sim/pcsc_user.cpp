// pcsc-user transaction|exclusive|reset SECONDS|until-released READER: another program on the machine that
// uses the card. Prints a line when it has the card, and gives it back in order after SECONDS or when it is
// told to end.
#include <winscard.h>

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <stdexcept>
#include <string>

namespace {

void must(LONG result, const char* what) {
  if (result != SCARD_S_SUCCESS)
    throw std::runtime_error(std::string(what) + ": " + pcsc_stringify_error(result));
}

void wait_for(const std::string& duration, const sigset_t& end) {
  if (duration == "until-released") {
    int signal = 0;
    sigwait(&end, &signal);
    return;
  }
  const double seconds = std::strtod(duration.c_str(), nullptr);
  const auto whole = static_cast<time_t>(seconds);
  const timespec limit{whole, static_cast<long>((seconds - static_cast<double>(whole)) * 1e9)};
  sigtimedwait(&end, nullptr, &limit);
}

bool is_in(const std::string& wanted, DWORD state) {
  if (wanted == "empty") return (state & SCARD_STATE_PRESENT) == 0;
  const bool broken = (state & (SCARD_STATE_UNAVAILABLE | SCARD_STATE_UNKNOWN)) != 0;
  return broken == (wanted == "fault");
}

// pcscd takes up to three seconds to believe in a reader again.
void await_state(const std::string& wanted, const char* reader) {
  constexpr int patience = 10;
  SCARDCONTEXT context = 0;
  must(SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context), "establish");
  SCARD_READERSTATE state{};
  state.szReader = reader;
  for (int waited = 0; waited < patience;) {
    const LONG result = SCardGetStatusChange(context, 1000, &state, 1);
    if (result != SCARD_E_TIMEOUT) must(result, "status");
    if (is_in(wanted, state.dwEventState)) {
      SCardReleaseContext(context);
      return;
    }
    if (result == SCARD_E_TIMEOUT) ++waited;
    state.dwCurrentState = state.dwEventState;
  }
  throw std::runtime_error("the reader does not change its state");
}

void use_card(const std::string& how, const std::string& duration, const char* reader) {
  sigset_t end;
  sigemptyset(&end);
  sigaddset(&end, SIGTERM);
  sigprocmask(SIG_BLOCK, &end, nullptr);

  SCARDCONTEXT context = 0;
  SCARDHANDLE card = 0;
  DWORD protocol = 0;
  const DWORD share = how == "exclusive" ? SCARD_SHARE_EXCLUSIVE : SCARD_SHARE_SHARED;
  must(SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context), "establish");
  must(SCardConnect(context, reader, share, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &card, &protocol),
       "connect");
  if (how == "transaction") must(SCardBeginTransaction(card), "begin");
  if (how != "reset") {
    std::cout << "holding" << std::endl;
    wait_for(duration, end);
  }
  if (how == "transaction") SCardEndTransaction(card, SCARD_LEAVE_CARD);
  must(SCardDisconnect(card, how == "reset" ? SCARD_RESET_CARD : SCARD_LEAVE_CARD), "disconnect");
  SCardReleaseContext(context);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string how = argc == 4 ? argv[1] : "";
  if (how != "await" && how != "transaction" && how != "exclusive" && how != "reset") {
    std::cerr << "usage: pcsc-user transaction|exclusive|reset SECONDS|until-released READER\n"
                 "       pcsc-user await fault|works|empty READER\n";
    return 2;
  }
  try {
    if (how == "await") {
      await_state(argv[2], argv[3]);
    } else {
      use_card(how, argv[2], argv[3]);
    }
  } catch (const std::exception& e) {
    std::cerr << "pcsc-user: " << e.what() << '\n';
    return 1;
  }
}
