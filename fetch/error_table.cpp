#include "error_table.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>

namespace kenkod::fetch {
namespace {

Verdict of_transport(const Outcome& outcome) {
  if (outcome.too_large) return {ErrorCode::ProtocolViolation};
  switch (outcome.transport) {
    case CURLE_SSL_CONNECT_ERROR:
      if (outcome.interrupted) return {ErrorCode::Unavailable, Again::backoff};
      return {ErrorCode::TlsFailure};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CLIENTCERT:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_USE_SSL_FAILED:
      return {ErrorCode::TlsFailure};
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
      return {ErrorCode::Unavailable, Again::backoff};
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
      return {ErrorCode::ProtocolViolation};
    default:
      return {ErrorCode::Unavailable};
  }
}

// A portal that is overrun may not shut people out for longer than this; one under maintenance says when it
// ends.
constexpr std::int64_t kLongestLimit = 15 * 60;  // seconds

std::int64_t until(const Outcome& outcome, ErrorCode code) {
  if (outcome.retry_after) {
    const auto wait = *outcome.retry_after;
    return outcome.now + (code == ErrorCode::RateLimited ? std::min(wait, kLongestLimit) : wait);
  }
  return outcome.until > outcome.now ? outcome.until : 0;
}

}  // namespace

ErrorCode error_of_word(std::string_view word) {
  struct Row {
    std::string_view word;
    ErrorCode code;
  };
  static constexpr std::array kRows{
      Row{"invalid_grant", ErrorCode::LinkExpired},
      Row{"invalid_token", ErrorCode::LinkExpired},
      Row{"access_denied", ErrorCode::UserCancelled},
      Row{"certificate_revoked", ErrorCode::CertificateRevoked},
      Row{"certificate_expired", ErrorCode::CertificateExpired},
      Row{"registration_required", ErrorCode::RegistrationRequired},
      Row{"insufficient_scope", ErrorCode::KindNotPermitted},
      Row{"maintenance", ErrorCode::Maintenance},
      Row{"out_of_hours", ErrorCode::Maintenance},
      Row{"unavailable", ErrorCode::Unavailable},
      Row{"temporarily_unavailable", ErrorCode::Unavailable},
      Row{"server_error", ErrorCode::Unavailable},
      Row{"rate_limited", ErrorCode::RateLimited},
  };
  const auto* const row = std::ranges::find(kRows, word, &Row::word);
  return row == kRows.end() ? ErrorCode::ProtocolViolation : row->code;
}

std::optional<Verdict> judge(const Outcome& outcome) {
  if (outcome.transport != CURLE_OK || outcome.too_large) return of_transport(outcome);
  switch (outcome.status) {
    case 200:
    case 201:
    case 202:
    case 204:
      return std::nullopt;
    case 401:
      // Of a token endpoint too, which says why; without a word it is the access token.
      if (!outcome.code.empty() && outcome.code != "invalid_token")
        return Verdict{error_of_word(outcome.code)};
      return Verdict{ErrorCode::LinkExpired, Again::renewed};
    case 404:
      return Verdict{ErrorCode::NotSupported};
    case 410:
      return Verdict{ErrorCode::Unavailable, Again::restart};
    case 429:
      return Verdict{ErrorCode::RateLimited, Again::after, until(outcome, ErrorCode::RateLimited)};
    case 500:
      return Verdict{ErrorCode::Unavailable};
    case 502:
    case 504:
      return Verdict{ErrorCode::Unavailable, Again::backoff};
    case 503:
      if (error_of_word(outcome.code) == ErrorCode::Maintenance)
        return Verdict{ErrorCode::Maintenance, Again::never, until(outcome, ErrorCode::Maintenance)};
      return Verdict{ErrorCode::Unavailable, Again::backoff};
    default:
      return Verdict{outcome.status >= 400 && outcome.status < 500 ? error_of_word(outcome.code)
                                                                   : ErrorCode::ProtocolViolation};
  }
}

std::int64_t backoff_ms(std::uint32_t repetition, double random) {
  constexpr std::uint32_t kLongest = 5;  // 16 s
  constexpr double kSpread = 0.2;
  const auto base = 1000.0 * static_cast<double>(1U << (std::clamp(repetition, 1U, kLongest) - 1));
  return static_cast<std::int64_t>(base * (1 - kSpread + 2 * kSpread * std::clamp(random, 0.0, 1.0)));
}

}  // namespace kenkod::fetch
