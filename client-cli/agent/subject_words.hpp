// The person in a document, as the agent shows them before it asks "is this you?".
#pragma once

#include <string>
#include <string_view>

#include "client-cli/agent/prompter.hpp"

namespace kenkod::cli {

// Lines ended by LF; fields that the document leaves out are left out.
[[nodiscard]] std::string subject_words(const SubjectRequest& request);

// "Is this you?", or somebody the person acts for.
[[nodiscard]] std::string subject_question(const SubjectRequest& request);

// "昭和43年1月15日" of "1968-01-15"; empty for days before 明治6年 (1873, another calendar) and anything
// else.
[[nodiscard]] std::string era_date(std::string_view day);

}  // namespace kenkod::cli
