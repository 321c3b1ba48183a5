// Reads the dictionary of RequestSecret().
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include "client-cli/agent/prompter.hpp"

namespace kenkod::cli {

// Texts come from other programs: they are made harmless for a terminal here, once. Throws sdbus::Error on
// wrong types.
[[nodiscard]] SecretRequest secret_request(const std::map<std::string, sdbus::Variant>& what);

}  // namespace kenkod::cli
