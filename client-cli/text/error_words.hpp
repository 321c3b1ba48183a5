// What an error means for the person, in the person's language: what happened and what to do next.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "client-cli/exit_code.hpp"

namespace kenkod::cli {

// A D-Bus error as it arrived.
struct CallError {
  std::string name, text;
};

struct ErrorWords {
  std::string what, next;  // `next` may be empty
  ExitCode exit = ExitCode::failed;
};

[[nodiscard]] ErrorWords error_words(const CallError& error);

// An error text without the key=value pairs at its end.
[[nodiscard]] std::string_view error_sentence(std::string_view text);
// Those pairs.
[[nodiscard]] std::map<std::string, std::string> error_values(std::string_view text);

// "45 seconds", "3 minutes", "2 hours", rounded up.
[[nodiscard]] std::string duration_words(std::uint64_t seconds);

}  // namespace kenkod::cli
