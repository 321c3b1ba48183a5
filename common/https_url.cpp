#include "common/https_url.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace kenkod {
namespace {

constexpr std::string_view kScheme = "https://";

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

bool only(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string_view::npos;
}

constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz", kDigits = "0123456789";

bool is_host(std::string_view host) {
  if (host.starts_with('['))
    return host.size() > 4 && host.ends_with(']') &&
           only(host.substr(1, host.size() - 2), "0123456789abcdef:.");
  if (host.empty() || host.size() > 253) return false;
  // Each label by itself.
  while (true) {
    const auto dot = std::min(host.find('.'), host.size());
    const auto label = host.substr(0, dot);
    if (label.empty() || label.size() > 63 || label.starts_with('-') || label.ends_with('-') ||
        !std::ranges::all_of(label, [](char c) {
          return c == '-' || kLower.find(c) != std::string_view::npos ||
                 kDigits.find(c) != std::string_view::npos;
        }))
      return false;
    if (dot == host.size()) return true;
    host.remove_prefix(dot + 1);
  }
}

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port >= 1 && port <= 65535;
}

// Path and query: RFC 3986 characters, whole percent escapes.
bool is_rest(std::string_view text, UrlQuery query) {
  constexpr std::string_view kPlain = "-._~!$&'()*+,;=:@/";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '%') {
      if (i + 2 >= text.size() || std::isxdigit(static_cast<unsigned char>(text[i + 1])) == 0 ||
          std::isxdigit(static_cast<unsigned char>(text[i + 2])) == 0)
        return false;
    } else if (c == '?') {
      if (query == UrlQuery::refused) return false;
    } else if (c > 0x7e || (std::isalnum(c) == 0 && kPlain.find(text[i]) == std::string_view::npos)) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::optional<std::string> https_url(std::string_view text, UrlQuery query) {
  if (text.size() > kMaxConfiguredUrl || lower(text.substr(0, kScheme.size())) != kScheme)
    return std::nullopt;
  text.remove_prefix(kScheme.size());
  const auto end = std::min(text.find_first_of("/?#"), text.size());
  const auto authority = lower(text.substr(0, end));
  const auto rest = text.substr(end);
  // The colon of the port is the one after the brackets of an IPv6 address.
  const auto bracket = authority.find(']');
  const auto colon = authority.find(':', bracket == std::string::npos ? 0 : bracket);
  if (!is_host(std::string_view(authority).substr(0, colon))) return std::nullopt;
  if (colon != std::string::npos && !is_port(std::string_view(authority).substr(colon + 1)))
    return std::nullopt;
  if (!is_rest(rest, query)) return std::nullopt;
  return std::string(kScheme) + authority + std::string(rest);
}

}  // namespace kenkod
