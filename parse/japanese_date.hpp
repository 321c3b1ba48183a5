// Dates as JAHIS writes them: YYYYMMDD or an era (元号) with GYYMMDD.
#pragma once

#include <string>
#include <string_view>

namespace kenkod::parse {

// "20200410" and "R020410" → "2020-04-10"; empty for anything else. An era goes on to the end of the year it
// ended in (H31, S64): programs that did not know the next one wrote it so. It never begins early.
[[nodiscard]] std::string japanese_date(std::string_view text);

}  // namespace kenkod::parse
