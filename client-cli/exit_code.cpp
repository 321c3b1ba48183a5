#include "client-cli/exit_code.hpp"

namespace kenkod::cli {

ExitCode exit_code(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::NotAuthorized:
    case ErrorCode::OutOfScope:
    case ErrorCode::KindNotPermitted:
      return ExitCode::not_authorized;
    case ErrorCode::WrongAnswer:
    case ErrorCode::PinIncorrect:
    case ErrorCode::TooManyAttempts:
    case ErrorCode::Locked:
      return ExitCode::answer;
    case ErrorCode::TooLarge:
    case ErrorCode::NotSupported:
    case ErrorCode::BadDocument:
    case ErrorCode::ForeignSubject:
    case ErrorCode::PersonalNumberFound:
      return ExitCode::document;
    case ErrorCode::NothingToShow:
      return ExitCode::nothing;
    case ErrorCode::NoAgent:
    case ErrorCode::UserCancelled:
    case ErrorCode::Cancelled:
      return ExitCode::cancelled;
    case ErrorCode::ConsentRequired:
    case ErrorCode::NotLinked:
    case ErrorCode::SecretNotSet:
    case ErrorCode::SecretAlreadySet:
    case ErrorCode::LinkExpired:
    case ErrorCode::RegistrationRequired:
      return ExitCode::not_ready;
    case ErrorCode::Busy:
    case ErrorCode::CardBusy:
    case ErrorCode::LimitExceeded:
      return ExitCode::try_later;
    case ErrorCode::OutOfHours:
    case ErrorCode::Maintenance:
    case ErrorCode::Unavailable:
    case ErrorCode::RateLimited:
      return ExitCode::portal;
    case ErrorCode::NoReader:
    case ErrorCode::NoCard:
    case ErrorCode::WrongCard:
    case ErrorCode::NoCertificate:
    case ErrorCode::CertificateExpired:
    case ErrorCode::CertificateRevoked:
    case ErrorCode::PinBlocked:
    case ErrorCode::PinLastTry:
    case ErrorCode::CardRemoved:
    case ErrorCode::CardSilent:
    case ErrorCode::CardServiceGone:
    case ErrorCode::ReaderUnsupported:
      return ExitCode::card;
    case ErrorCode::VaultDamaged:
    case ErrorCode::KeyMissing:
    case ErrorCode::StorageFull:
      return ExitCode::vault;
    case ErrorCode::InvalidArgument:
      return ExitCode::usage;
    default:
      return ExitCode::failed;
  }
}

}  // namespace kenkod::cli
