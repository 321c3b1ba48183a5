#include "client-cli/tell_error.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace kenkod::cli {

ExitCode tell_error(const ErrorWords& words) {
  fmt::print(stderr, "kenkoctl: {}\n", words.what);
  if (!words.next.empty()) fmt::print(stderr, "  → {}\n", words.next);
  return words.exit;
}

}  // namespace kenkod::cli
