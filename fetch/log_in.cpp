#include "log_in.hpp"

#include <sodium.h>

#include <array>

#include "common/base64.hpp"
#include "error_table.hpp"
#include "id_token.hpp"
#include "random_text.hpp"
#include "redirect_listener.hpp"
#include "refused.hpp"
#include "url.hpp"

namespace kenkod::fetch {
namespace {

constexpr auto kLogInTime = std::chrono::minutes(10);

// S256 of RFC 7636.
std::string challenge_of(const SecretBuffer& verifier) {
  std::array<std::uint8_t, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), verifier.data(), verifier.size());
  return base64url(hash);
}

// The code of a callback with our state; what else it may bring ends the log-in with its meaning.
SecretBuffer code_of(const Callback& callback, const std::string& issuer, bool names_issuer) {
  if ((names_issuer || !callback.iss.empty()) && callback.iss != issuer) violation();
  if (!callback.error.empty()) throw Refused(error_of_word(callback.error));
  if (callback.code.empty()) violation();
  return SecretBuffer(callback.code);
}

}  // namespace

std::string scope_for(const std::vector<Kind>& kinds, const PortalConfiguration& configuration) {
  std::string scope = "openid";
  bool any = false;
  for (const Kind kind : kinds) {
    const auto found = configuration.scopes.find(kind);
    if (found == configuration.scopes.end()) continue;
    scope += " " + found->second;
    any = true;
  }
  if (!any) throw Refused(ErrorCode::NotSupported);
  return scope;
}

std::string log_in_by_browser(Portal& portal, Authorisation& authorisation, std::uint32_t uid,
                              const std::string& scope) {
  const auto& endpoints = portal.endpoints();
  if (endpoints.authorization.empty()) throw Refused(ErrorCode::NotSupported);
  const auto state = random_text(), nonce = random_text();
  const SecretBuffer verifier(random_text());
  const auto challenge = challenge_of(verifier);
  SecretBuffer code;
  std::string redirect_uri;
  {
    RedirectListener listener(portal.channel, uid, portal.configuration.redirect_path);
    redirect_uri = listener.redirect_uri();
    portal.channel.send(
        OpenBrowser{with_query(endpoints.authorization, {{"response_type", "code"},
                                                         {"client_id", portal.configuration.client_id},
                                                         {"redirect_uri", redirect_uri},
                                                         {"scope", scope},
                                                         {"state", state},
                                                         {"nonce", nonce},
                                                         {"code_challenge", challenge},
                                                         {"code_challenge_method", "S256"}})});
    code = code_of(listener.wait(state, kLogInTime), portal.configuration.issuer, endpoints.names_issuer);
  }
  return authorisation.begin(portal.request_tokens({{"grant_type", "authorization_code"},
                                                    {"code", code.text()},
                                                    {"redirect_uri", redirect_uri},
                                                    {"code_verifier", verifier.text()}}),
                             nonce);
}

std::string fetch_nonce(Portal& portal) {
  const auto ask = [&portal] {
    HttpRequest request;
    request.url = portal.configuration.nonce_endpoint.empty() ? portal.configuration.issuer + "/nonce"
                                                              : portal.configuration.nonce_endpoint;
    return request;
  };
  const auto answer = portal.exchange.run(ask, Exchange::Repeat::allowed);
  return text(parse_object(answer.body), "nonce", kMaxNonce);
}

std::string log_in_by_assertion(Portal& portal, Authorisation& authorisation, const SecretBuffer& jwt,
                                const std::string& scope) {
  const auto nonce = nonce_of_assertion(jwt.text());
  return authorisation.begin(
      portal.request_tokens({{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"},
                             {"assertion", jwt.text()},
                             {"scope", scope}}),
      nonce);
}

}  // namespace kenkod::fetch
