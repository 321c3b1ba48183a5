// What a warning on a record or document means for a reader.
#pragma once

#include <string>
#include <string_view>

namespace kenkod::cli {

[[nodiscard]] std::string warning_words(std::string_view name);
// The value cannot be what the code says: such an item is shown apart and never under the code's name.
[[nodiscard]] bool is_contradiction(std::string_view name) noexcept;

}  // namespace kenkod::cli
