// 医療費通知 XML by the description of its layout: bytes → records. Pure: reads nothing but its arguments.
#pragma once

#include <string_view>

#include "common/record.hpp"
#include "parse/expense_layouts.hpp"

namespace kenkod::parse {

// The document must have the root of `layout`; throws Refused.
[[nodiscard]] ParsedDocument parse_expense_xml(std::string_view utf8, const ExpenseLayout& layout);

}  // namespace kenkod::parse
