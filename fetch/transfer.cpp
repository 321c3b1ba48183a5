#include "transfer.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <utility>

namespace kenkod::fetch {
namespace {

constexpr std::size_t kMaxHeaders = 65536;  // bytes, all of one answer
constexpr std::size_t kMaxHeader = 4096;    // bytes, of one that is looked at

std::string_view trimmed(std::string_view text) {
  const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return text;
}

bool named(std::string_view line, std::string_view name) {
  return line.size() > name.size() && line[name.size()] == ':' &&
         std::ranges::equal(line.substr(0, name.size()), name, {},
                            [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
}

}  // namespace

template <class Value>
void Transfer::set(CURLoption option, Value value) {
  if (curl_easy_setopt(easy_, option, value) != CURLE_OK) throw std::runtime_error("libcurl lacks an option");
}

Transfer::Transfer(HttpRequest request, const PortalConfiguration& portal, const std::string& credentials)
    : request_(std::move(request)), easy_(curl_easy_init()) {
  if (easy_ == nullptr) throw std::bad_alloc();
  set(CURLOPT_URL, request_.url.c_str());
  set(CURLOPT_PRIVATE, static_cast<void*>(this));
  set(CURLOPT_ERRORBUFFER, why_.data());
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_HTTP09_ALLOWED, 0L);
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NOPROXY, "*");
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_PROTOCOLS_STR, "https");
  set(CURLOPT_USERAGENT, "kenkod/1");
  headers();
  limits(portal);
  tls(portal, credentials);
}

Transfer::~Transfer() {
  curl_easy_cleanup(easy_);
  curl_slist_free_all(list_);
}

void Transfer::headers() {
  const auto add = [this](const std::string& line) {
    curl_slist* const longer = curl_slist_append(list_, line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    list_ = longer;
  };
  add("Accept: " + request_.accept);
  add("Expect:");  // a body goes with its head
  if (request_.method == Method::del) set(CURLOPT_CUSTOMREQUEST, "DELETE");
  if (request_.method == Method::post) {
    add("Content-Type: " + request_.content_type);
    set(CURLOPT_POST, 1L);
    // Not copied: the caller's memory is locked and wiped.
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body->size()));
    set(CURLOPT_POSTFIELDS, reinterpret_cast<const char*>(request_.body->data()));
  }
  if (!request_.idempotency_key.empty()) add("Idempotency-Key: " + request_.idempotency_key);
  if (request_.bearer != nullptr) add("Authorization: Bearer " + std::string(request_.bearer->text()));
  set(CURLOPT_HTTPHEADER, list_);
}

void Transfer::limits(const PortalConfiguration& portal) {
  set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(portal.connect_timeout.count()));
  set(CURLOPT_TIMEOUT, static_cast<long>(request_.total_time.value_or(portal.total_timeout).count()));
  set(CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(portal.low_speed_bytes));
  set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(portal.low_speed_time.count()));
  set(CURLOPT_WRITEFUNCTION, &Transfer::take_body);
  set(CURLOPT_WRITEDATA, static_cast<void*>(this));
  set(CURLOPT_HEADERFUNCTION, &Transfer::take_header);
  set(CURLOPT_HEADERDATA, static_cast<void*>(this));
}

void Transfer::tls(const PortalConfiguration& portal, const std::string& credentials) {
  set(CURLOPT_SSLVERSION,
      static_cast<long>(portal.tls_1_3_only ? CURL_SSLVERSION_TLSv1_3 : CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (!portal.ca_bundle.empty()) {
    set(CURLOPT_CAINFO, portal.ca_bundle.c_str());
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
  if (!portal.pin_sha256.empty()) set(CURLOPT_PINNEDPUBLICKEY, ("sha256//" + portal.pin_sha256).c_str());
  if (portal.client_auth == PortalConfiguration::ClientAuth::tls_client_auth) {
    set(CURLOPT_SSLCERT, (credentials + "/" + portal.client_certificate).c_str());
    const auto& key = portal.client_key.empty() ? portal.client_certificate : portal.client_key;
    set(CURLOPT_SSLKEY, (credentials + "/" + key).c_str());
  }
}

std::size_t Transfer::take_body(const char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::span<const std::uint8_t> piece(reinterpret_cast<const std::uint8_t*>(bytes), size * count);
  transfer.received_ += piece.size();
  if (transfer.received_ > transfer.request_.limit) {
    transfer.response_.too_large = true;
    return 0;
  }
  try {
    if (transfer.request_.sink) return transfer.request_.sink(piece) ? piece.size() : 0;
    transfer.response_.body.insert(transfer.response_.body.end(), piece.begin(), piece.end());
  } catch (const std::exception&) {
    return 0;
  }
  return piece.size();
}

std::size_t Transfer::take_header(const char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::string_view line(bytes, size * count);
  transfer.header_bytes_ += line.size();
  if (transfer.header_bytes_ > kMaxHeaders) {
    transfer.response_.too_large = true;
    return 0;
  }
  if (line.size() > kMaxHeader) return line.size();
  auto& response = transfer.response_;
  const auto take = [&](std::string_view name, std::string& into) {
    if (named(line, name)) into = trimmed(line.substr(name.size() + 1));
  };
  take("content-type", response.content_type);
  take("location", response.location);
  take("retry-after", response.retry_after);
  return line.size();
}

HttpResponse Transfer::response(CURLcode ended) {
  response_.transport = ended;
  // curl writes this form only where the connection ended under the handshake; a refusal by TLS has its
  // reason.
  const std::string_view why(why_.data());
  response_.interrupted =
      ended == CURLE_SSL_CONNECT_ERROR && why.find(" SSL_connect: ") != std::string_view::npos;
  curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &response_.status);
  return std::move(response_);
}

}  // namespace kenkod::fetch
