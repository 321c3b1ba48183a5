#include "retry_after.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace kenkod::fetch {

std::optional<std::int64_t> retry_after(std::string_view value, std::int64_t now) {
  constexpr std::size_t kLongest = 64;
  if (value.empty() || value.size() > kLongest) return std::nullopt;
  if (std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; })) {
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    return error == std::errc{} ? std::min(seconds, kMaxRetryAfter) : kMaxRetryAfter;
  }
  // A number and nothing else was above; what curl would take for a date without a name of a day is none.
  if (value.size() < 4 || value.front() < 'A' || value.front() > 'Z') return std::nullopt;
  const std::string text(value);
  const time_t at = curl_getdate(text.c_str(), nullptr);
  if (at < 0) return std::nullopt;
  return std::clamp<std::int64_t>(at - now, 0, kMaxRetryAfter);
}

}  // namespace kenkod::fetch
