// How far back the portal still holds each kind.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "common/record.hpp"

namespace kenkod::jobs {

// YYYY-MM-DD.
[[nodiscard]] std::string iso_date(std::chrono::year_month_day day);
// The day so many years before; 28 February where that year has no 29th.
[[nodiscard]] std::chrono::year_month_day years_before(std::chrono::year_month_day day, std::uint32_t count);

// Of each kind the first day, YYYY-MM-DD: today in Japan so many years ago. `now`: Unix seconds.
[[nodiscard]] std::map<Kind, std::string> portal_window(const std::map<Kind, std::uint32_t>& retention_years,
                                                        std::int64_t now);

}  // namespace kenkod::jobs
