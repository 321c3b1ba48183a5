// Shapes of answers that anybody would try first: dates, runs and repetitions.
#pragma once

#include <string_view>

#include "common/code_points.hpp"

namespace kenkod {

// 19700115, 700115, 0115, 1970-1-15, 1970年1月15日, 1月15日, S45.1.15, s450115, 昭和45年1月15日: with a month
// and day that exist. `text` is a normalised answer.
[[nodiscard]] bool looks_like_date(std::string_view text);

// One character only, twice or more; or three or more characters each following (or each preceding) the one
// before, in code point order or in the order of the kana table: 1234, dcba, 7890, あいう.
[[nodiscard]] bool is_repetition_or_run(const CodePoints& text);

}  // namespace kenkod
