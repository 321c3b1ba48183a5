#include "common/portal_configuration.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <stdexcept>
#include <string_view>

#include "common/configuration_files.hpp"
#include "common/portal_values.hpp"

namespace kenkod {
namespace {

using ClientAuth = PortalConfiguration::ClientAuth;
using portal::Value;
using std::chrono::seconds;
using Number = std::uint32_t;
using Set = std::function<void(const Value&)>;

template <typename Target, typename Read>
Set to(Target& target, Read read) {
  return [&target, read](const Value& value) { target = read(value); };
}

Set number(Number& target, Number low, Number high) {
  return
      [&target, low, high](const Value& value) { target = portal::number(value, value.text(), low, high); };
}

Set duration(seconds& target, Number high) {
  return
      [&target, high](const Value& value) { target = seconds(portal::number(value, value.text(), 1, high)); };
}

// BYTES/SECONDS
void read_low_speed(PortalConfiguration& portal, const Value& value) {
  const auto slash = value.text().find('/');
  if (slash == std::string_view::npos) value.refuse("must be BYTES/SECONDS");
  portal.low_speed_bytes = portal::number(value, value.text().substr(0, slash), 1, 1'000'000);
  portal.low_speed_time = seconds(portal::number(value, value.text().substr(slash + 1), 1, 600));
}

std::map<std::string_view, Set> keys(PortalConfiguration& p) {
  const auto yes = [](std::string_view no_word, std::string_view yes_word) {
    return
        [=](const Value& value) { return portal::choose<bool>(value, {{no_word, false}, {yes_word, true}}); };
  };
  return {
      {"id", to(p.id, portal::portal_id)},
      {"issuer", to(p.issuer, portal::base)},
      {"client-id", to(p.client_id, portal::client_id)},
      {"client-auth", to(p.client_auth,
                         [](const Value& value) {
                           return portal::choose<ClientAuth>(
                               value, {{"none", ClientAuth::none},
                                       {"private_key_jwt", ClientAuth::private_key_jwt},
                                       {"tls_client_auth", ClientAuth::tls_client_auth}});
                         })},
      {"client-key", to(p.client_key, portal::credential)},
      {"client-certificate", to(p.client_certificate, portal::credential)},
      {"flows", to(p.flows, portal::flows)},
      {"authorization-endpoint", to(p.authorization_endpoint, portal::endpoint)},
      {"token-endpoint", to(p.token_endpoint, portal::endpoint)},
      {"jwks-uri", to(p.jwks_uri, portal::endpoint)},
      {"revocation-endpoint", to(p.revocation_endpoint, portal::endpoint)},
      {"nonce-endpoint", to(p.nonce_endpoint, portal::endpoint)},
      {"resource-base", to(p.resource_base, portal::base)},
      {"scopes", to(p.scopes, portal::scopes)},
      {"redirect-path", to(p.redirect_path, portal::redirect_path)},
      {"ca-bundle", to(p.ca_bundle, portal::absolute_path)},
      {"tls-min", to(p.tls_1_3_only, yes("1.2", "1.3"))},
      {"pin-sha256", to(p.pin_sha256, portal::pin)},
      {"body-encoding", to(p.base64_bodies, yes("raw", "json_base64"))},
      {"retrieval", to(p.synchronous, yes("async", "sync"))},
      {"term-days", number(p.term_days, 0, 366)},
      {"hours", to(p.hours, portal::hours)},
      {"holidays-file", to(p.holidays, portal::holidays)},
      {"retention-checkup-years", number(p.retention_years[Kind::checkup], 1, 100)},
      {"retention-medication-years", number(p.retention_years[Kind::medication], 1, 100)},
      {"retention-expense-years", number(p.retention_years[Kind::expense], 1, 100)},
      {"connect-timeout", duration(p.connect_timeout, 600)},
      {"total-timeout", duration(p.total_timeout, 600)},
      {"low-speed", [&p](const Value& value) { read_low_speed(p, value); }},
      {"max-document", number(p.max_document, 1, 10'485'760)},
      {"max-documents", number(p.max_documents, 1, 10'000)},
      {"parallel", number(p.parallel, 1, 8)},
      {"poll-min", duration(p.poll_min, 3600)},
      {"poll-max", duration(p.poll_max, 3600)},
      {"poll-total", duration(p.poll_total, 7200)},
      {"max-attempts", number(p.max_attempts, 1, 10)},
  };
}

// What only shows when all keys are read; `where`: the file that named the portal.
void check_together(const PortalConfiguration& portal, const std::string& where) {
  const auto demand = [&](bool good, const std::string& what) {
    if (!good) throw std::runtime_error(where + ": [portal] " + what);
  };
  demand(!portal.issuer.empty(), "issuer is missing");
  demand(!portal.client_id.empty(), "client-id is missing");
  const bool card = std::ranges::find(portal.flows, LoginFlow::card) != portal.flows.end();
  demand(!card || !portal.token_endpoint.empty(),
         "token-endpoint is missing, which the card signs for (flows)");
  const bool key = portal.client_auth != ClientAuth::none;
  demand(!key || !portal.client_key.empty(), "client-key is missing (client-auth)");
  demand(key || portal.client_key.empty(), "client-key is given, but client-auth is none");
  const bool certificate = portal.client_auth == ClientAuth::tls_client_auth;
  demand(!certificate || !portal.client_certificate.empty(), "client-certificate is missing (client-auth)");
  demand(certificate || portal.client_certificate.empty(),
         "client-certificate is given, but client-auth is not tls_client_auth");
  demand(portal.poll_min <= portal.poll_max, "poll-min is above poll-max");
}

}  // namespace

std::vector<Kind> PortalConfiguration::kinds() const {
  std::vector<Kind> result;
  result.reserve(scopes.size());
  for (const auto& [kind, scope] : scopes) result.push_back(kind);
  return result;
}

PortalConfiguration read_portal_configuration(const std::string& directory) {
  PortalConfiguration portal;
  const auto known = keys(portal);
  const auto given = read_section(directory, "portal");
  for (const auto& [key, value] : given) {
    const auto at = known.find(key);
    if (at == known.end()) Value{key, value}.refuse("is not known");
    if (!value.text.empty()) at->second({key, value});  // empty: the default again
  }
  if (!portal.configured()) return portal;
  check_together(portal, given.find("id")->second.file);
  if (portal.resource_base.empty()) portal.resource_base = portal.issuer;
  if (portal.nonce_endpoint.empty()) portal.nonce_endpoint = portal.issuer + "/nonce";
  return portal;
}

}  // namespace kenkod
