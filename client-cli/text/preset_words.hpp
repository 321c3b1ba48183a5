// The preset secret questions in the person's language.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace kenkod::cli {

[[nodiscard]] std::vector<std::string> preset_words();
// The msgids as marked for translation here; a test compares them with preset_questions().
[[nodiscard]] std::span<const char* const> marked_presets() noexcept;

}  // namespace kenkod::cli
