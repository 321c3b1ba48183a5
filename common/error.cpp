#include "common/error.hpp"

#include <array>
#include <cctype>
#include <utility>

namespace kenkod {
namespace {

constexpr std::array kNames{
    "org.kenkod1.Error.Failed",
    "org.kenkod1.Error.InvalidArgument",
    "org.kenkod1.Error.NotAuthorized",
    "org.kenkod1.Error.NoAgent",
    "org.kenkod1.Error.Busy",
    "org.kenkod1.Error.ConsentRequired",
    "org.kenkod1.Error.NotLinked",
    "org.kenkod1.Error.SecretNotSet",
    "org.kenkod1.Error.SecretAlreadySet",
    "org.kenkod1.Error.Locked",
    "org.kenkod1.Error.OutOfScope",
    "org.kenkod1.Error.WrongAnswer",
    "org.kenkod1.Error.TooManyAttempts",
    "org.kenkod1.Error.NoReader",
    "org.kenkod1.Error.NoCard",
    "org.kenkod1.Error.WrongCard",
    "org.kenkod1.Error.NoCertificate",
    "org.kenkod1.Error.CertificateExpired",
    "org.kenkod1.Error.PinIncorrect",
    "org.kenkod1.Error.PinBlocked",
    "org.kenkod1.Error.PinLastTry",
    "org.kenkod1.Error.CardRemoved",
    "org.kenkod1.Error.CardBusy",
    "org.kenkod1.Error.CardSilent",
    "org.kenkod1.Error.CardServiceGone",
    "org.kenkod1.Error.ReaderUnsupported",
    "org.kenkod1.Error.OutOfHours",
    "org.kenkod1.Error.Maintenance",
    "org.kenkod1.Error.Unavailable",
    "org.kenkod1.Error.RateLimited",
    "org.kenkod1.Error.TlsFailure",
    "org.kenkod1.Error.ProtocolViolation",
    "org.kenkod1.Error.LinkExpired",
    "org.kenkod1.Error.KindNotPermitted",
    "org.kenkod1.Error.CertificateRevoked",
    "org.kenkod1.Error.RegistrationRequired",
    "org.kenkod1.Error.UserCancelled",
    "org.kenkod1.Error.Cancelled",
    "org.kenkod1.Error.TooLarge",
    "org.kenkod1.Error.NotSupported",
    "org.kenkod1.Error.BadDocument",
    "org.kenkod1.Error.ForeignSubject",
    "org.kenkod1.Error.PersonalNumberFound",
    "org.kenkod1.Error.StorageFull",
    "org.kenkod1.Error.VaultDamaged",
    "org.kenkod1.Error.KeyMissing",
    "org.kenkod1.Error.LimitExceeded",
    "org.kenkod1.Error.NothingToShow",
};
static_assert(kNames.size() == static_cast<std::size_t>(ErrorCode::NothingToShow) + 1);

bool plain(char c) noexcept {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == ':' || c == '-';
}

}  // namespace

const char* error_name(ErrorCode code) noexcept { return kNames.at(static_cast<std::size_t>(code)); }

std::optional<ErrorCode> error_from_name(std::string_view name) noexcept {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (name == kNames.at(i)) return static_cast<ErrorCode>(i);
  return std::nullopt;
}

Error&& Error::with(std::string_view key, std::int64_t value) && {
  text_.append(" ").append(key).append("=").append(std::to_string(value));
  return std::move(*this);
}

Error&& Error::with(std::string_view key, std::string_view value) && {
  text_.append(" ").append(key).append("=");
  for (const char c : value.substr(0, 64)) text_.push_back(plain(c) ? c : '?');
  return std::move(*this);
}

}  // namespace kenkod
