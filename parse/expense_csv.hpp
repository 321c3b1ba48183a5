// 医療費通知情報 of マイナポータル as CSV: bytes → records. Pure: reads nothing but its argument.
#pragma once

#include <string_view>

#include "common/record.hpp"

namespace kenkod::parse {

// The document must have been recognised as a portal CSV; throws Refused.
[[nodiscard]] ParsedDocument parse_expense_csv(std::string_view utf8);

}  // namespace kenkod::parse
