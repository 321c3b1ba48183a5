// Moments in the person's own time zone and way of writing dates.
#pragma once

#include <cstdint>
#include <string>

namespace kenkod::cli {

// "Tue 24 Nov 2026, 08:00"; 2026年11月24日(火) 8:00. Unix seconds.
[[nodiscard]] std::string moment_words(std::int64_t unix_seconds);
// The day of it alone.
[[nodiscard]] std::string day_words(std::int64_t unix_seconds);
// "2026-11-24T08:00:00Z", for programs.
[[nodiscard]] std::string utc_text(std::int64_t unix_seconds);

}  // namespace kenkod::cli
