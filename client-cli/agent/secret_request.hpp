// Reads the dictionaries of RequestSecret() and RequestConsent().
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include "client-cli/agent/prompter.hpp"

namespace kenkod::cli {

// Texts come from other programs: they are made harmless for a terminal here, once. Throws sdbus::Error on
// wrong types.
[[nodiscard]] SecretRequest secret_request(const std::map<std::string, sdbus::Variant>& what);
// Nothing for another kind of consent.
[[nodiscard]] BrowserRequest browser_request(const std::map<std::string, sdbus::Variant>& what);
[[nodiscard]] std::optional<SubjectRequest> subject_request(
    const std::map<std::string, sdbus::Variant>& what);
[[nodiscard]] std::optional<CardRequest> card_request(const std::map<std::string, sdbus::Variant>& what);

}  // namespace kenkod::cli
