#include "discovery.hpp"

#include "common/fetch_protocol.hpp"
#include "json.hpp"
#include "refused.hpp"
#include "url.hpp"

namespace kenkod::fetch {
namespace {

// Endpoints get parameters added in a form or query of ours; their own URL stays short.
constexpr std::size_t kMaxEndpoint = 2048;

std::string found_there(const Json& document, const char* key, const PortalConfiguration& portal) {
  auto url = optional_text(document, key, kMaxEndpoint);
  if (!url) return {};
  const auto host = https_host(*url);
  if (!host || host != https_host(portal.issuer)) violation();
  return *std::move(url);
}

void complete(std::string& endpoint, const Json& document, const char* key,
              const PortalConfiguration& portal) {
  if (endpoint.empty()) endpoint = found_there(document, key, portal);
}

}  // namespace

bool needs_discovery(const PortalConfiguration& portal) {
  return portal.authorization_endpoint.empty() || portal.token_endpoint.empty() || portal.jwks_uri.empty() ||
         portal.revocation_endpoint.empty();
}

std::string discovery_url(const PortalConfiguration& portal) {
  return portal.issuer + "/.well-known/openid-configuration";
}

Endpoints configured(const PortalConfiguration& portal) {
  return {.authorization = portal.authorization_endpoint,
          .token = portal.token_endpoint,
          .jwks = portal.jwks_uri,
          .revocation = portal.revocation_endpoint};
}

Endpoints discovered(std::span<const std::uint8_t> json, const PortalConfiguration& portal) {
  const auto document = parse_object(json);
  if (text(document, "issuer", kMaxEndpoint) != portal.issuer) violation();
  auto endpoints = configured(portal);
  if (const auto token = optional_text(document, "token_endpoint", kMaxEndpoint);
      !endpoints.token.empty() && token && *token != endpoints.token)
    violation();
  complete(endpoints.authorization, document, "authorization_endpoint", portal);
  complete(endpoints.token, document, "token_endpoint", portal);
  complete(endpoints.jwks, document, "jwks_uri", portal);
  complete(endpoints.revocation, document, "revocation_endpoint", portal);
  if (endpoints.token.empty() || endpoints.jwks.empty()) violation();
  const auto names = document.find("authorization_response_iss_parameter_supported");
  endpoints.names_issuer = names != document.end() && names->is_boolean() && names->get<bool>();
  return endpoints;
}

}  // namespace kenkod::fetch
