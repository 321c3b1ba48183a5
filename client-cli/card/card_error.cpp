#include "client-cli/card/card_error.hpp"

#include "client-cli/text/i18n.hpp"
#include "common/error.hpp"

namespace kenkod::cli {

ErrorWords card_error_words(const CallError& error) {
  if (error_from_name(error.name) == ErrorCode::NotSupported)
    return {tr("This My Number card is of a generation that this version of kenkod does not know."),
            tr("Look for a newer version of kenkod."), ExitCode::card};
  return error_words(error);
}

bool readers_explain(const CallError& error) {
  const auto code = error_from_name(error.name);
  if (!code) return false;
  switch (*code) {
    case ErrorCode::NoReader:
    case ErrorCode::NoCard:
    case ErrorCode::WrongCard:
    case ErrorCode::CardBusy:
    case ErrorCode::CardSilent:
    case ErrorCode::CardRemoved:
    case ErrorCode::ReaderUnsupported:
    case ErrorCode::NotSupported:
      return true;
    default:
      return false;
  }
}

bool about_card(const CallError& error) {
  const auto code = error_from_name(error.name);
  return readers_explain(error) || code == ErrorCode::PinIncorrect ||
         (code && exit_code(*code) == ExitCode::card);
}

}  // namespace kenkod::cli
