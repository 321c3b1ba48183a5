// Section [portal] of kenkod.conf: everything about the portal, none of it compiled in
// (docs/portal-operators.md). Read by kenkod and by kenkod-fetch, each for itself, so that neither has to
// believe the other.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "common/record.hpp"
#include "common/service_hours.hpp"

namespace kenkod {

enum class LoginFlow : std::uint8_t {
  browser,
  card
};  // authorization code; card-signed assertion (RFC 7523)

struct PortalConfiguration {
  // `id` empty: no portal is configured, and there is no link.
  std::string id;      // [a-z0-9-]{1,32}, shown to people and kept with what was fetched
  std::string issuer;  // https URL without query, fragment and trailing slash; https only, as every URL here
  std::string client_id;  // 1–255 characters of printable ASCII
  enum class ClientAuth : std::uint8_t {
    none,
    private_key_jwt,
    tls_client_auth
  } client_auth = ClientAuth::none;
  // Names of credentials of kenkod-fetch.service, [A-Za-z0-9_-]{1,64}, never secrets.
  std::string client_key, client_certificate;
  std::vector<LoginFlow> flows{LoginFlow::browser, LoginFlow::card};  // the first one is the default

  // Found by discovery where empty. The card flow needs token_endpoint here: it is what kenkod has the card
  // sign for.
  std::string authorization_endpoint, token_endpoint, jwks_uri, revocation_endpoint;
  std::string nonce_endpoint;  // default: {issuer}/nonce
  std::string resource_base;   // default: {issuer}
  std::map<Kind, std::string> scopes{
      {Kind::checkup, "health.checkup"},
      {Kind::medication, "health.medication"},
      {Kind::expense, "health.expense"}};  // beside "openid"; a kind not named is not fetched
  std::string redirect_path = "/callback";

  std::string ca_bundle;        // file; empty: the system's
  bool tls_1_3_only = false;    // tls-min=1.3 (default 1.2)
  std::string pin_sha256;       // base64 of the SHA-256 of the server's public key; empty: none
  bool base64_bodies = false;   // body-encoding=json_base64 (default raw)
  bool synchronous = false;     // retrieval=sync (default async)
  std::uint32_t term_days = 0;  // 0: data only while linking; else 1–366, usually 90: a term link

  ServiceHours hours;
  Holidays holidays;  // holidays-file=
  std::map<Kind, std::uint32_t> retention_years{
      {Kind::checkup, 5},
      {Kind::medication, 5},
      {Kind::expense, 5}};  // how long the portal holds each kind (1–100)

  std::chrono::seconds connect_timeout{10}, total_timeout{60};  // 1–600 s, for one exchange
  std::uint32_t low_speed_bytes = 1000;                         // less per second …
  std::chrono::seconds low_speed_time{30};                      // … for this long ends an exchange
  std::uint32_t max_document = 10'485'760;                      // bytes, 1–10,485,760
  std::uint32_t max_documents = 500;                            // of one retrieval, 1–10,000
  std::uint32_t parallel = 4;                                   // documents at the same time, 1–8
  std::chrono::seconds poll_min{2}, poll_max{60}, poll_total{900};
  std::uint32_t max_attempts = 5;  // of one exchange that may be repeated, 1–10

  [[nodiscard]] bool configured() const noexcept { return !id.empty(); }
  [[nodiscard]] std::vector<Kind> kinds() const;  // those with a scope
};

// Reads the section from kenkod.conf and kenkod.conf.d/*.conf below `directory`, later files winning. Throws
// std::runtime_error naming file and key of a value that is not legal or of one that is missing (issuer and
// client-id with an id; token-endpoint with flow card and without discovery …).
[[nodiscard]] PortalConfiguration read_portal_configuration(const std::string& directory);

}  // namespace kenkod
