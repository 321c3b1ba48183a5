// Names of persons as the formats write them: kana only, kanji, or both.
#pragma once

#include <string_view>

#include "common/record.hpp"

namespace kenkod::parse {

// Only hiragana, katakana (either width), their marks and blanks, and at least one of them.
[[nodiscard]] bool is_kana(std::string_view utf8);

// A format with one name field: the name as received; when it is kana, it is the reading as well.
void set_only_name(Subject& subject, std::string_view name);

}  // namespace kenkod::parse
