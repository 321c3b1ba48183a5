// The portal as one worker knows it: configuration, endpoints, keys, and the way there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "channel.hpp"
#include "common/portal_configuration.hpp"
#include "discovery.hpp"
#include "exchange.hpp"
#include "http.hpp"
#include "jwks.hpp"
#include "portal_clock.hpp"
#include "token_answer.hpp"

namespace kenkod::fetch {

struct FormField {
  std::string_view name, value;
};

class Portal {
 public:
  Portal(const PortalConfiguration& configuration, std::string credentials, Channel& channel);

  // Asked for once.
  [[nodiscard]] const Endpoints& endpoints();

  // Where its resources are, without a slash at the end.
  [[nodiscard]] const std::string& resources() const noexcept {
    return configuration.resource_base.empty() ? configuration.issuer : configuration.resource_base;
  }

  // One token request, never repeated: a code, an assertion and a refresh token are good for one use.
  [[nodiscard]] TokenAnswer request_tokens(const std::vector<FormField>& fields);
  // RFC 7009. Whether the portal confirmed it; never throws Refused.
  [[nodiscard]] bool revoke(const SecretBuffer& token, std::string_view hint);
  // `sub` of a checked ID token; an unknown key makes the keys be fetched once more.
  // Refused(ProtocolViolation).
  [[nodiscard]] std::string subject(const SecretBuffer& id_token, std::string_view nonce);

  const PortalConfiguration& configuration;
  Channel& channel;
  PortalClock clock;
  Http http;
  Exchange exchange;

 private:
  // application/x-www-form-urlencoded, with what tells who we are.
  [[nodiscard]] SecretBuffer form(const std::vector<FormField>& fields);
  void fetch_keys();

  std::string credentials_;
  std::optional<Endpoints> endpoints_;
  std::optional<Jwks> keys_;
  KeyPointer client_key_;
};

}  // namespace kenkod::fetch
