// The closed list of errors, one constant each: what a caller can act on (docs:
// dbus/org.kenkod1.Manager.xml).
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

namespace kenkod {

enum class ErrorCode : std::uint8_t {
  Failed,
  InvalidArgument,
  NotAuthorized,
  NoAgent,
  Busy,
  ConsentRequired,
  NotLinked,
  SecretNotSet,
  SecretAlreadySet,
  Locked,
  OutOfScope,
  WrongAnswer,
  TooManyAttempts,
  NoReader,
  NoCard,
  WrongCard,
  NoCertificate,
  CertificateExpired,
  PinIncorrect,
  PinBlocked,
  PinLastTry,
  CardRemoved,
  CardBusy,
  CardSilent,
  CardServiceGone,
  ReaderUnsupported,
  OutOfHours,
  Maintenance,
  Unavailable,
  RateLimited,
  TlsFailure,
  ProtocolViolation,
  LinkExpired,
  KindNotPermitted,
  CertificateRevoked,
  RegistrationRequired,
  UserCancelled,
  Cancelled,
  TooLarge,
  NotSupported,
  BadDocument,
  ForeignSubject,
  PersonalNumberFound,
  StorageFull,
  VaultDamaged,
  KeyMissing,
  LimitExceeded,
  NothingToShow,
};

// The full D-Bus name, "org.kenkod1.Error.BadDocument". Never composed at run time.
[[nodiscard]] const char* error_name(ErrorCode code) noexcept;
[[nodiscard]] std::optional<ErrorCode> error_from_name(std::string_view name) noexcept;

// What goes wrong on purpose. The text is one English sentence followed by key=value pairs ("… tries=2
// wait=30"); it holds no record content, no secret, no path: it is shown to the caller and may be logged.
class Error : public std::exception {
 public:
  Error(ErrorCode code, std::string_view sentence) : code_(code), text_(sentence) {}

  // Appends " key=value". Text values are cut to 64 characters of [A-Za-z0-9_.:-]; anything else becomes '?'.
  Error&& with(std::string_view key, std::int64_t value) &&;
  Error&& with(std::string_view key, std::string_view value) &&;

  [[nodiscard]] ErrorCode code() const noexcept { return code_; }
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] const char* what() const noexcept override { return text_.c_str(); }

 private:
  ErrorCode code_;
  std::string text_;
};

}  // namespace kenkod
