// One check-up item in the person's words. Everything from a document is made harmless for a terminal.
#pragma once

#include <string>

#include "client-cli/show/row.hpp"

namespace kenkod::cli {

enum class Mark : std::uint8_t { none, low, high };

// The item table's name; the file's own words in 「」 when the item is unknown.
[[nodiscard]] std::string item_name(const Row& row);
// "165.3 cm", "25 以下", "はい (1)", 未実施.
[[nodiscard]] std::string item_value(const Row& row);
// "基準 70–109", empty without one.
[[nodiscard]] std::string item_range(const Row& row);
[[nodiscard]] Mark item_mark(const Row& row);
// "▲ H 高い"; readable without colour.
[[nodiscard]] std::string mark_words(Mark mark);
// "△ 保健指導判定値 (2024/A)", "◆ 受診勧奨判定値 (2024/A)"; readable without colour; empty without a flag.
[[nodiscard]] std::string flag_words(const Row& row);
// What the flags are and what they are not.
[[nodiscard]] std::string flag_legend();
[[nodiscard]] bool contradicted(const Row& row);

}  // namespace kenkod::cli
