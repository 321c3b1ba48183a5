// Names of persons as the formats write them: kana only, kanji, or both.
#pragma once

#include <string_view>

#include "common/record.hpp"

namespace kenkod::parse {

// A format with one name field: the name as received; when it is kana, it is the reading as well.
void set_only_name(Subject& subject, std::string_view name);

}  // namespace kenkod::parse
