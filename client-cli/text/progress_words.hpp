// How far a held call is.
#pragma once

#include <cstdint>
#include <string>

namespace kenkod::cli {

// For a terminal, one line: "12/60 [####……] Fetching…". `count` and `name` stand in for kenkod's own count
// and after everything, where a command has several calls; a line too narrow loses its end.
[[nodiscard]] std::string progress_line(const std::string& stage, std::uint64_t done, std::uint64_t total,
                                        const std::string& count, const std::string& name);
// For a log, once per stage, and again when it becomes known how much there is.
[[nodiscard]] std::string stage_line(const std::string& stage, std::uint64_t total);

}  // namespace kenkod::cli
