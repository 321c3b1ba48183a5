#include "url.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>

namespace kenkod::fetch {
namespace {

struct UrlEnd {
  void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, UrlEnd>;

Url parsed(const std::string& text) {
  Url url(curl_url());
  if (url == nullptr || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return nullptr;
  return url;
}

std::optional<std::string> part(const Url& url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, 0) != CURLUE_OK) return std::nullopt;
  std::string copy(text);
  curl_free(text);
  return copy;
}

bool unreserved(unsigned char c) {
  return std::isalnum(c) != 0 || c == '-' || c == '.' || c == '_' || c == '~';
}

}  // namespace

std::optional<std::string> https_host(const std::string& url) {
  const auto read = parsed(url);
  if (read == nullptr || part(read, CURLUPART_SCHEME) != "https" || part(read, CURLUPART_USER) ||
      part(read, CURLUPART_PASSWORD) || part(read, CURLUPART_FRAGMENT))
    return std::nullopt;
  auto host = part(read, CURLUPART_HOST);
  if (!host || host->empty()) return std::nullopt;
  std::ranges::transform(*host, host->begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return host;
}

std::optional<std::string> resolved(const std::string& request, const std::string& location) {
  const auto url = parsed(request);
  if (url == nullptr || curl_url_set(url.get(), CURLUPART_URL, location.c_str(), 0) != CURLUE_OK)
    return std::nullopt;
  return part(url, CURLUPART_URL);
}

std::string form_encoded(std::string_view value) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(value.size() * 3);  // grown in place: a token must not be left behind in freed memory
  for (const unsigned char c : value) {
    if (unreserved(c)) {
      encoded.push_back(static_cast<char>(c));
    } else {
      encoded.push_back('%');
      encoded.push_back(kHex[c >> 4U]);
      encoded.push_back(kHex[c & 0x0fU]);
    }
  }
  return encoded;
}

std::string with_query(const std::string& url, const std::vector<Parameter>& parameters) {
  std::string whole = url;
  char separator = url.find('?') == std::string::npos ? '?' : '&';
  for (const auto& [name, value] : parameters) {
    whole.push_back(separator);
    whole.append(name).append("=").append(form_encoded(value));
    separator = '&';
  }
  return whole;
}

}  // namespace kenkod::fetch
