// How far back the portal still holds each kind.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "common/record.hpp"

namespace kenkod::jobs {

// Of each kind the first day, YYYY-MM-DD: today in Japan so many years ago. `now`: Unix seconds.
[[nodiscard]] std::map<Kind, std::string> portal_window(const std::map<Kind, std::uint32_t>& retention_years,
                                                        std::int64_t now);

}  // namespace kenkod::jobs
