#include "http.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "refused.hpp"
#include "transfer.hpp"
#include "url.hpp"

namespace kenkod::fetch {

Http::Http(const PortalConfiguration& portal, std::string credentials, Channel& channel)
    : portal_(portal), credentials_(std::move(credentials)), channel_(channel), multi_(curl_multi_init()) {
  if (multi_ == nullptr) throw std::bad_alloc();
  // Kept for the next exchange; two more than are in use at any time.
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(portal.parallel) + 2);
  curl_multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, static_cast<long>(portal.parallel));
}

Http::~Http() {
  abandon();
  curl_multi_cleanup(multi_);
}

void Http::allow(const std::string& url) {
  const auto host = https_host(url);
  if (!host) violation();
  hosts_.insert(*host);
}

Http::Handle Http::start(HttpRequest request) {
  const auto host = https_host(request.url);
  if (!host || !hosts_.contains(*host)) violation();
  auto& transfer =
      *transfers_.emplace_back(std::make_unique<Transfer>(std::move(request), portal_, credentials_));
  transfer.handle = next_++;
  if (curl_multi_add_handle(multi_, transfer.native()) != CURLM_OK) {
    transfers_.pop_back();
    throw std::runtime_error("libcurl takes no exchange");
  }
  return transfer.handle;
}

std::pair<Http::Handle, HttpResponse> Http::finished(std::chrono::milliseconds time) {
  if (!ready_.empty()) {
    auto result = std::move(ready_.front());
    ready_.pop_front();
    return result;
  }
  return next_ended(time);
}

std::pair<Http::Handle, HttpResponse> Http::next_ended(std::chrono::milliseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  while (true) {
    int running = 0;
    if (curl_multi_perform(multi_, &running) != CURLM_OK) throw std::runtime_error("libcurl does not go on");
    channel_.look();
    int left = 0;
    while (const CURLMsg* const message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode ended = message->data.result;
      CURL* const easy = message->easy_handle;
      const auto found =
          std::ranges::find_if(transfers_, [&](const auto& one) { return one->native() == easy; });
      curl_multi_remove_handle(multi_, easy);
      auto result = std::pair((*found)->handle, (*found)->response(ended));
      transfers_.erase(found);
      return result;
    }
    const auto rest = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (rest.count() <= 0) return {0, HttpResponse{}};
    std::array<curl_waitfd, 2> also{};
    for (std::size_t i = 0; i < also.size(); ++i)
      also.at(i) = {channel_.descriptors()[i], static_cast<short>(i == 0 ? 0 : CURL_WAIT_POLLIN), 0};
    const unsigned watched = channel_.watching() ? also.size() : 0;
    curl_multi_poll(multi_, also.data(), watched,
                    static_cast<int>(std::min<std::int64_t>(rest.count(), 60'000)), nullptr);
  }
}

HttpResponse Http::perform(HttpRequest request) {
  const Handle handle = start(std::move(request));
  try {
    while (true) {
      auto [ended, response] = next_ended(std::chrono::minutes(10));
      if (ended == handle) return std::move(response);
      if (ended != 0) ready_.emplace_back(ended, std::move(response));
    }
  } catch (...) {
    abandon();
    throw;
  }
}

void Http::abandon() noexcept {
  for (const auto& one : transfers_) curl_multi_remove_handle(multi_, one->native());
  transfers_.clear();
  ready_.clear();
}

}  // namespace kenkod::fetch
