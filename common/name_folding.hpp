// Names of persons, places and medicines as they are compared, never as they are shown.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kenkod {

// NFKC, case folded, without blanks; the input itself when it is not UTF-8.
[[nodiscard]] std::string fold_name(std::string_view name);

// The same in katakana, small letters as large ones: insurers' systems have no small kana (ﾐﾎﾝ ｷﾖｳｺ is ミホン
// キョウコ). Long marks stay as they are.
[[nodiscard]] std::string fold_kana(std::string_view name);

enum class Script : std::uint8_t { none, kana, kanji /* at least one */, other };
[[nodiscard]] Script script_of(std::string_view name);

}  // namespace kenkod
