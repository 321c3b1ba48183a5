// An https URL as a configuration may name it: nothing in it can make a reader take it for another host.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kenkod {

enum class UrlQuery : bool { refused, allowed };

inline constexpr std::size_t kMaxConfiguredUrl = 2048;  // bytes

// The URL with scheme and host in lower case; empty when it is none: another scheme than https, no host (a
// DNS name, an IPv4 address or an IPv6 address in brackets), user or password, a port outside 1–65535, a
// fragment, a character that is no URI character. `query`: whether there may be one.
[[nodiscard]] std::optional<std::string> https_url(std::string_view text, UrlQuery query);

}  // namespace kenkod
