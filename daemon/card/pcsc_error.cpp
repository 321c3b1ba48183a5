#include "card/pcsc_error.hpp"

#include <fmt/format.h>

namespace kenkod::card {

Error pcsc_error(LONG code, bool with_card) {
  switch (code) {
    case SCARD_E_NO_READERS_AVAILABLE:
    case SCARD_E_UNKNOWN_READER:
      return {ErrorCode::NoReader, "There is no such card reader."};
    case SCARD_E_READER_UNAVAILABLE:
      return {ErrorCode::NoReader, "The card reader does not work."};
    case SCARD_E_NO_SMARTCARD:
    case SCARD_W_REMOVED_CARD:
      if (with_card) return {ErrorCode::CardRemoved, "The card was taken away."};
      return {ErrorCode::NoCard, "There is no card in the reader."};
    case SCARD_E_SHARING_VIOLATION:
    case SCARD_W_RESET_CARD:
      return {ErrorCode::CardBusy, "Another program uses the card."};
    case SCARD_W_UNRESPONSIVE_CARD:
    case SCARD_W_UNPOWERED_CARD:
    case SCARD_W_UNSUPPORTED_CARD:
    case SCARD_E_PROTO_MISMATCH:
    case SCARD_E_NOT_TRANSACTED:
      return {ErrorCode::CardSilent, "The card does not answer."};
    case SCARD_W_SECURITY_VIOLATION:
      return {ErrorCode::NotAuthorized,
              "The smart card service does not let kenkod in; its polkit rule is missing."};
    case SCARD_F_COMM_ERROR:
    case SCARD_E_NO_SERVICE:
    case SCARD_E_SERVICE_STOPPED:
    case SCARD_E_INVALID_HANDLE:  // of a service that has gone since
      return {ErrorCode::CardServiceGone, "The smart card service does not run."};
    default:
      return Error(ErrorCode::CardSilent, "The card reader reports a fault.")
          .with("pcsc", fmt::format("{:08X}", static_cast<std::uint32_t>(code)));
  }
}

}  // namespace kenkod::card
