// The one person of a vault, and whether a document is theirs. People are never mixed.
#pragma once

#include <string_view>

#include "common/record.hpp"

namespace kenkod::vault {

struct Comparison {
  bool recognised = false;   // name or birth date were compared, and are the same
  std::string_view differs;  // "birth-date", "sex", "name", or empty
};
// Each field only when both sides state it: kana without regard to width, script and blanks; kanji only where
// there is no kana to compare.
[[nodiscard]] Comparison compare(const Subject& known, const Subject& stated);

// `known` with what only `stated` says. A name in kana gives way to the same one in kanji.
[[nodiscard]] Subject learned(Subject known, const Subject& stated);

}  // namespace kenkod::vault
