#include "fetcher/portal_error.hpp"

namespace kenkod::fetcher {
namespace {

Error with_time(const fetch::Failed& failed) {
  auto error = portal_error(failed.code);
  const bool waits = failed.code == ErrorCode::RateLimited || failed.code == ErrorCode::Maintenance;
  if (!waits || failed.until <= 0) return error;
  return std::move(error).with("until", failed.until);
}

}  // namespace

Error portal_error(ErrorCode code) {
  switch (code) {
    case ErrorCode::Maintenance:
      return {code, "The portal is under maintenance."};
    case ErrorCode::Unavailable:
      return {code, "The portal cannot be reached."};
    case ErrorCode::RateLimited:
      return {code, "The portal wants to be asked again later."};
    case ErrorCode::TlsFailure:
      return {code, "No secure connection to the portal could be made."};
    case ErrorCode::LinkExpired:
      return {code, "The portal has ended the link; log in again."};
    case ErrorCode::KindNotPermitted:
      return {code, "The portal does not permit this kind of records."};
    case ErrorCode::UserCancelled:
      return {code, "The log-in at the portal was given up."};
    case ErrorCode::CertificateRevoked:
      return {code, "The portal refuses the card's certificate as revoked."};
    case ErrorCode::CertificateExpired:
      return {code, "The portal refuses the card's certificate as expired."};
    case ErrorCode::RegistrationRequired:
      return {code, "The person has to register at the portal first."};
    case ErrorCode::BadDocument:
      return {code, "The portal sent something that is no document."};
    case ErrorCode::NotSupported:
      return {code, "The portal does not have this."};
    default:
      return {ErrorCode::ProtocolViolation, "The portal does not keep to the agreed protocol."};
  }
}

PortalError::PortalError(const fetch::Failed& failed) : Error(with_time(failed)), until_(failed.until) {}

}  // namespace kenkod::fetcher
