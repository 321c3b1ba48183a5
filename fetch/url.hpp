// URLs of the portal, read by the parser that curl itself uses.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kenkod::fetch {

// The host in lower case; empty when the URL is not https, has a user or password, or cannot be read.
[[nodiscard]] std::optional<std::string> https_host(const std::string& url);

// `location` as an answer to `request` means it; empty when it cannot be read.
[[nodiscard]] std::optional<std::string> resolved(const std::string& request, const std::string& location);

[[nodiscard]] std::string form_encoded(std::string_view value);

// URL with a query added, as the authorization endpoint may have one already.
struct Parameter {
  std::string_view name, value;
};
[[nodiscard]] std::string with_query(const std::string& url, const std::vector<Parameter>& parameters);

}  // namespace kenkod::fetch
