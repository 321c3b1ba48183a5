#include "common/portal_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>

#include "common/error.hpp"
#include "common/https_url.hpp"

namespace kenkod::portal {
namespace {

constexpr std::string_view kAlphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::array<std::pair<std::string_view, Kind>, 3> kKinds{
    {{"checkup", Kind::checkup}, {"medication", Kind::medication}, {"expense", Kind::expense}}};

bool consists_of(std::string_view text, std::string_view others, bool alphanumeric = true) {
  return std::ranges::all_of(text, [&](char c) {
    return others.find(c) != std::string_view::npos ||
           (alphanumeric && kAlphanumeric.find(c) != std::string_view::npos);
  });
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto begin = std::min(text.find_first_not_of(separators), text.size());
    if (begin == text.size()) return parts;
    const auto end = std::min(text.find_first_of(separators, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    text.remove_prefix(end);
  }
}

}  // namespace

std::uint32_t number(const Value& value, std::string_view text, std::uint32_t low, std::uint32_t high) {
  std::uint32_t result = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result);
  if (error != std::errc{} || end != text.data() + text.size() || result < low || result > high)
    value.refuse("must be a number from " + std::to_string(low) + " to " + std::to_string(high));
  return result;
}

std::string portal_id(const Value& value) {
  if (value.text().size() > 32 || !consists_of(value.text(), "abcdefghijklmnopqrstuvwxyz0123456789-", false))
    value.refuse("must be 1 to 32 characters of a-z, 0-9 and -");
  return std::string(value.text());
}

std::string credential(const Value& value) {
  if (value.text().size() > 64 || !consists_of(value.text(), "_-"))
    value.refuse("must be the name of a credential, 1 to 64 characters of A-Z, a-z, 0-9, _ and -");
  return std::string(value.text());
}

std::string client_id(const Value& value) {
  if (value.text().size() > 255 ||
      !std::ranges::all_of(value.text(), [](char c) { return c > ' ' && c <= '~'; }))
    value.refuse("must be 1 to 255 characters of ASCII without blanks");
  return std::string(value.text());
}

std::string absolute_path(const Value& value) {
  if (!value.text().starts_with('/') || value.text().find_first_of(" \t") != std::string_view::npos)
    value.refuse("must be the whole path of a file, without blanks");
  return std::string(value.text());
}

std::string endpoint(const Value& value) {
  const auto url = https_url(value.text(), UrlQuery::allowed);
  if (!url) value.refuse("must be an https URL without user and fragment");
  return *url;
}

std::string base(const Value& value) {
  const auto url = https_url(value.text(), UrlQuery::refused);
  if (!url || url->ends_with('/'))
    value.refuse("must be an https URL without user, query, fragment and slash at its end");
  return *url;
}

std::string redirect_path(const Value& value) {
  if (value.text().size() > 128 || !value.text().starts_with('/') || !consists_of(value.text(), "/._~-"))
    value.refuse("must be a path such as /callback");
  return std::string(value.text());
}

std::string pin(const Value& value) {
  // 32 bytes in base64: 43 characters, of which the last carries two unused bits, and one =.
  if (value.text().size() != 44 || !value.text().ends_with('=') ||
      !consists_of(value.text().substr(0, 43), "+/") ||
      std::string_view("AEIMQUYcgkosw048").find(value.text()[42]) == std::string_view::npos)
    value.refuse("must be a SHA-256 in base64, 44 characters");
  return std::string(value.text());
}

std::vector<LoginFlow> flows(const Value& value) {
  std::vector<LoginFlow> result;
  for (const auto name : split(value.text(), ", \t")) {
    if (name != "code" && name != "card") value.refuse("must be a list of code and card");
    const auto flow = name == "code" ? LoginFlow::browser : LoginFlow::card;
    if (std::ranges::find(result, flow) != result.end()) value.refuse("names something twice");
    result.push_back(flow);
  }
  if (result.empty()) value.refuse("must be a list of code and card");
  return result;
}

std::map<Kind, std::string> scopes(const Value& value) {
  std::map<Kind, std::string> result;
  for (const auto part : split(value.text(), " \t")) {
    const auto colon = part.find(':');
    const auto scope = colon == std::string_view::npos ? std::string_view{} : part.substr(colon + 1);
    const auto* const kind =
        std::ranges::find(kKinds, part.substr(0, colon), &std::pair<std::string_view, Kind>::first);
    // RFC 6749, scope-token.
    const bool token = !scope.empty() && std::ranges::all_of(scope, [](char c) {
      return c > ' ' && c <= '~' && c != '"' && c != '\\';
    });
    if (kind == kKinds.end() || !token)
      value.refuse("must be a list such as checkup:SCOPE medication:SCOPE expense:SCOPE");
    if (!result.emplace(kind->second, scope).second) value.refuse("names something twice");
  }
  return result;
}

ServiceHours hours(const Value& value) {
  try {
    return ServiceHours::parse(value.text());
  } catch (const Error& error) {
    value.refuse(std::string("is not legal: ") + error.what());
  }
}

Holidays holidays(const Value& value) {
  std::ifstream in(absolute_path(value), std::ios::binary);
  std::string text(1'048'577, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (!in.eof()) value.refuse("names a file that cannot be read or is larger than 1 MiB");
  try {
    return Holidays::parse(text);
  } catch (const Error& error) {
    value.refuse(std::string("names a file that is not legal: ") + error.what());
  }
}

}  // namespace kenkod::portal
