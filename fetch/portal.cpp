#include "portal.hpp"

#include <utility>

#include "client_assertion.hpp"
#include "id_token.hpp"
#include "refused.hpp"
#include "url.hpp"

namespace kenkod::fetch {
namespace {

constexpr std::string_view kForm = "application/x-www-form-urlencoded";
constexpr auto kRevocationTime = std::chrono::seconds(5);

// A token that is being taken back is taken back, also when nobody listens any more.
class Unwatched {
 public:
  explicit Unwatched(Channel& channel) : channel_(channel), before_(channel.watching()) {
    channel.watch(false);
  }
  ~Unwatched() { channel_.watch(before_); }
  Unwatched(const Unwatched&) = delete;
  Unwatched& operator=(const Unwatched&) = delete;

 private:
  Channel& channel_;
  bool before_;
};

}  // namespace

Portal::Portal(const PortalConfiguration& portal, std::string credentials, Channel& to_kenkod)
    : configuration(portal),
      channel(to_kenkod),
      http(portal, credentials, to_kenkod),
      exchange(http, to_kenkod, clock, portal),
      credentials_(std::move(credentials)) {
  for (const auto* url :
       {&portal.issuer, &portal.authorization_endpoint, &portal.token_endpoint, &portal.jwks_uri,
        &portal.revocation_endpoint, &portal.nonce_endpoint, &portal.resource_base})
    if (!url->empty()) http.allow(*url);
}

const Endpoints& Portal::endpoints() {
  if (endpoints_) return *endpoints_;
  if (!needs_discovery(configuration)) {
    endpoints_ = configured(configuration);
    return *endpoints_;
  }
  const auto ask = [this] {
    HttpRequest request;
    request.url = discovery_url(configuration);
    return request;
  };
  const auto answer = exchange.run(ask, Exchange::Repeat::allowed);
  endpoints_ = discovered(answer.body, configuration);
  return *endpoints_;
}

SecretBuffer Portal::form(const std::vector<FormField>& fields) {
  std::size_t room = 4096;
  for (const auto& field : fields) room += field.name.size() + 3 * field.value.size() + 2;
  SecretBuffer assertion;
  if (configuration.client_auth == PortalConfiguration::ClientAuth::private_key_jwt) {
    if (client_key_ == nullptr) client_key_ = read_private_key(credentials_ + "/" + configuration.client_key);
    assertion = client_assertion(client_key_.get(), configuration.client_id, endpoints().token, clock.now());
    room += 3 * assertion.size();
  }
  SecretBuffer body(room);
  std::size_t used = 0;
  const auto add = [&](std::string_view text) {
    std::copy(text.begin(), text.end(), body.data() + used);
    used += text.size();
  };
  const auto add_field = [&](std::string_view name, std::string_view value) {
    if (used != 0) add("&");
    add(name);
    add("=");
    add(form_encoded(value));
  };
  for (const auto& field : fields) add_field(field.name, field.value);
  add_field("client_id", configuration.client_id);
  if (!assertion.empty()) {
    add_field("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    add_field("client_assertion", assertion.text());
  }
  body.shrink(used);
  return body;
}

TokenAnswer Portal::request_tokens(const std::vector<FormField>& fields) {
  const auto body = form(fields);
  const auto ask = [&] {
    HttpRequest request;
    request.method = Method::post;
    request.url = endpoints().token;
    request.content_type = kForm;
    request.body = &body;
    return request;
  };
  return parse_token_answer(exchange.run(ask, Exchange::Repeat::never).body);
}

bool Portal::revoke(const SecretBuffer& token, std::string_view hint) {
  const Unwatched to_the_end(channel);
  try {
    const auto& url = endpoints().revocation;
    if (url.empty()) return false;
    const auto body = form({{"token", token.text()}, {"token_type_hint", hint}});
    HttpRequest request;
    request.method = Method::post;
    request.url = url;
    request.content_type = kForm;
    request.body = &body;
    request.total_time = kRevocationTime;
    return !exchange.judged(http.perform(std::move(request)));
  } catch (const Refused&) {
    return false;
  }
}

void Portal::fetch_keys() {
  const auto ask = [this] {
    HttpRequest request;
    request.url = endpoints().jwks;
    return request;
  };
  keys_ = Jwks::parse(exchange.run(ask, Exchange::Repeat::allowed).body);
}

std::string Portal::subject(const SecretBuffer& id_token, std::string_view nonce) {
  const auto token = IdToken::parse(id_token.text());
  if (!keys_) fetch_keys();
  const auto* key = keys_->find(token.kid());
  // Keys that were fetched a moment ago are fetched again too: the portal may have several servers.
  if (key == nullptr) {
    fetch_keys();
    key = keys_->find(token.kid());
  }
  if (key == nullptr) violation();
  return token.subject(*key, {configuration.issuer, configuration.client_id, nonce, clock.now()});
}

}  // namespace kenkod::fetch
