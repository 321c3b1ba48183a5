// HTTP to the portal over libcurl: TLS as configured, no redirects, no proxy, no cookies, only hosts that
// were let in; limits of time and size on everything; connections used again. The channel to kenkod is
// watched all the while.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "channel.hpp"
#include "common/portal_configuration.hpp"
#include "common/secret_buffer.hpp"
#include "common/wiped.hpp"
#include "error_table.hpp"
#include "json.hpp"

namespace kenkod::fetch {

enum class Method : std::uint8_t { get, post, del };

struct HttpRequest {
  Method method = Method::get;
  std::string url;
  std::string accept = "application/json";
  std::string content_type;            // of a body
  const SecretBuffer* body = nullptr;  // lives until the answer is there
  const SecretBuffer* bearer = nullptr;
  std::string idempotency_key;
  std::size_t limit = kMaxAnswer;  // bytes of the body; one more ends the exchange
  // Takes the body piece by piece instead of HttpResponse::body; false ends the exchange.
  std::function<bool(std::span<const std::uint8_t>)> sink;
  std::optional<std::chrono::seconds> total_time;  // other than the configured one
};

struct HttpResponse {
  CURLcode transport = CURLE_OK;
  bool interrupted = false;  // see Outcome
  bool too_large = false;
  long status = 0;
  std::string content_type, location, retry_after;
  WipedBytes body;
};

class Transfer;

class Http {
 public:
  // `credentials`: $CREDENTIALS_DIRECTORY, with the client's certificate where one is configured.
  Http(const PortalConfiguration& portal, std::string credentials, Channel& channel);
  ~Http();
  Http(const Http&) = delete;
  Http& operator=(const Http&) = delete;

  // Nothing is sent to hosts that were not named here: Refused(ProtocolViolation).
  void allow(const std::string& url);

  // One exchange. Throws Ended when the channel does.
  [[nodiscard]] HttpResponse perform(HttpRequest request);

  // Several at once: start() returns a handle, finished() the handle of one that has ended (0: none within
  // `time`). What is still under way when an exception passes must be dropped with abandon().
  using Handle = std::uint64_t;
  [[nodiscard]] Handle start(HttpRequest request);
  [[nodiscard]] std::pair<Handle, HttpResponse> finished(std::chrono::milliseconds time);
  void abandon() noexcept;

 private:
  [[nodiscard]] std::pair<Handle, HttpResponse> next_ended(std::chrono::milliseconds time);

  const PortalConfiguration& portal_;
  std::string credentials_;
  Channel& channel_;
  CURLM* multi_ = nullptr;
  std::set<std::string> hosts_;
  std::list<std::unique_ptr<Transfer>> transfers_;
  std::list<std::pair<Handle, HttpResponse>> ready_;  // ended while perform() waited for another
  Handle next_ = 1;
};

}  // namespace kenkod::fetch
