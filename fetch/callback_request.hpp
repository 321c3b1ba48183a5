// What a browser asks of the redirect listener: the head of one HTTP request, hostile until `state` is right.
// Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kenkod::fetch {

inline constexpr std::size_t kMaxHead = 8192;  // bytes, with the empty line that ends it

struct Callback {
  std::string code, state, iss, error;  // decoded; empty where not given
};

struct CallbackRequest {
  int status = 400;                  // to answer when there is no callback in it
  std::optional<Callback> callback;  // of a GET of exactly our path
};

// `head` ends with an empty line. `host`: "127.0.0.1:PORT" or "[::1]:PORT", which Host must be: another
// site's name that leads here is not ours.
[[nodiscard]] CallbackRequest parse_callback(std::string_view head, std::string_view path,
                                             std::string_view host);

// The whole answer to such a request: a page without script that says to close it (200), or a bare status.
[[nodiscard]] std::string callback_answer(int status);

}  // namespace kenkod::fetch
