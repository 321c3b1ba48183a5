// Why a document is refused: the closed list of sentences that kenkod sends (parse/refusal.cpp,
// parse/layouts.cpp), marked for translation here.
#pragma once

#include <span>
#include <string_view>

namespace kenkod::cli {

struct RefusalText {
  const char* sentence;  // msgid, and exactly what kenkod sends
  const char* next;      // msgid: what to do now, or "" when the sentence says it
};

[[nodiscard]] std::span<const RefusalText> refusal_texts() noexcept;
// Null for any other sentence.
[[nodiscard]] const RefusalText* refusal_text(std::string_view sentence) noexcept;

}  // namespace kenkod::cli
