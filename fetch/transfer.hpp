// One exchange on its way. Internal to http.
#pragma once

#include <curl/curl.h>

#include <array>

#include "http.hpp"

namespace kenkod::fetch {

class Transfer {
 public:
  Transfer(HttpRequest request, const PortalConfiguration& portal, const std::string& credentials);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  [[nodiscard]] CURL* native() const noexcept { return easy_; }
  // Once libcurl has said how it ended.
  [[nodiscard]] HttpResponse response(CURLcode ended);

  Http::Handle handle = 0;

 private:
  void headers();
  void limits(const PortalConfiguration& portal);
  void tls(const PortalConfiguration& portal, const std::string& credentials);
  template <class Value>
  void set(CURLoption option, Value value);
  static std::size_t take_body(const char* bytes, std::size_t size, std::size_t count, void* self);
  static std::size_t take_header(const char* bytes, std::size_t size, std::size_t count, void* self);

  HttpRequest request_;
  HttpResponse response_;
  CURL* easy_ = nullptr;
  curl_slist* list_ = nullptr;
  std::array<char, CURL_ERROR_SIZE> why_{};
  std::size_t received_ = 0, header_bytes_ = 0;
};

}  // namespace kenkod::fetch
