#include "id_token.hpp"

#include <algorithm>
#include <array>

#include "common/base64.hpp"
#include "common/fetch_protocol.hpp"
#include "json.hpp"
#include "refused.hpp"

namespace kenkod::fetch {
namespace {

constexpr std::size_t kMaxIdToken = 65536, kMaxClaim = 2048;
constexpr std::int64_t kLastSecond = 253'402'300'799;  // of the year 9999

// Header, claims, signature.
std::array<std::string_view, 3> parts(std::string_view token) {
  if (token.size() > kMaxIdToken) violation();
  const auto first = token.find('.');
  if (first == std::string_view::npos) violation();
  const auto second = token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) violation();
  return {token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1)};
}

WipedBytes decoded(std::string_view part) {
  auto bytes = from_base64url(part);
  if (!bytes) violation();
  return *std::move(bytes);
}

std::int64_t seconds(const Json& claims, const char* name) {
  const auto value = optional_number(claims, name, 0, kLastSecond);
  if (!value) violation();
  return *value;
}

// Meant for us: alone, or among others when it says that we are the one it was made for.
bool for_us(const Json& claims, std::string_view client_id) {
  const auto audience = claims.find("aud");
  if (audience == claims.end()) return false;
  const auto party = optional_text(claims, "azp", kMaxClaim);
  if (party && *party != client_id) return false;
  if (audience->is_string()) return audience->get_ref<const std::string&>() == client_id;
  if (!audience->is_array()) return false;
  const bool named = std::ranges::any_of(*audience, [&](const Json& one) {
    return one.is_string() && one.get_ref<const std::string&>() == client_id;
  });
  return named && (audience->size() == 1 || party);
}

bool printable(std::string_view text) {
  return std::ranges::all_of(text, [](unsigned char c) { return c >= 0x20 && c < 0x7f; });
}

}  // namespace

IdToken IdToken::parse(std::string_view token) {
  const auto [header, claims, signature] = parts(token);
  const auto stated = parse_object(decoded(header));
  IdToken parsed;
  const auto algorithm = text(stated, "alg", kMaxClaim);
  if (algorithm == "ES256") {
    parsed.algorithm_ = Algorithm::es256;
  } else if (algorithm != "RS256") {
    violation();
  }
  if (stated.contains("crit")) violation();  // something we would have to understand
  parsed.kid_ = text(stated, "kid", kMaxClaim);
  parsed.signed_text_ = SecretBuffer(token.substr(0, header.size() + 1 + claims.size()));
  parsed.claims_ = SecretBuffer(std::span<const std::uint8_t>(decoded(claims)));
  parsed.signature_ = decoded(signature);
  return parsed;
}

std::string IdToken::subject(const PublicKey& key, const Expected& expected) const {
  if (key.algorithm != algorithm_ || !verify(key, signed_text_.text(), signature_)) violation();
  const auto claims = parse_object(claims_.bytes());
  if (text(claims, "iss", kMaxClaim) != expected.issuer || !for_us(claims, expected.client_id)) violation();
  if (seconds(claims, "exp") <= expected.now - kClockDifference) violation();
  if (seconds(claims, "iat") > expected.now + kClockDifference) violation();
  if (const auto before = optional_number(claims, "nbf", 0, kLastSecond);
      before && *before > expected.now + kClockDifference)
    violation();
  if (!expected.nonce.empty() && text(claims, "nonce", kMaxClaim) != expected.nonce) violation();
  auto subject = text(claims, "sub", kMaxSubject);
  if (!printable(subject)) violation();
  return subject;
}

std::string nonce_of_assertion(std::string_view jwt) {
  return text(parse_object(decoded(parts(jwt)[1])), "nonce", kMaxNonce);
}

}  // namespace kenkod::fetch
