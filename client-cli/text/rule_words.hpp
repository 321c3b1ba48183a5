// Names of the D-Bus contract in the person's language.
#pragma once

#include <string>
#include <string_view>

#include "common/text_rules.hpp"

namespace kenkod::cli {

// Why a question or answer is refused, by its name on the bus ("answer-in-question").
[[nodiscard]] std::string refusal_words(std::string_view name);
[[nodiscard]] std::string advice_words(Advice advice);
// "checkup" → 健診・検診結果; what a session may do.
[[nodiscard]] std::string scope_words(const std::string& scope);
// "open-session", "set-question", "change-question", "test-card", "link", "unlink".
[[nodiscard]] std::string act_words(const std::string& act);
// Stages of a job.
[[nodiscard]] std::string stage_words(const std::string& stage);

}  // namespace kenkod::cli
