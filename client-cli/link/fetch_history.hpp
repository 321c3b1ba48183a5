// What was fetched from the portal, and when: Session.ListFetches() in words and for programs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "client-cli/link/link_result.hpp"

namespace kenkod::cli {

struct PastFetch {
  std::int64_t at = 0;        // Unix seconds
  std::uint32_t seconds = 0;  // how long it took
  std::string flow;           // "browser", "card", "renewed"
  std::string error;          // name, when nothing was fetched
  std::vector<LinkedKind> kinds;
};

[[nodiscard]] std::vector<PastFetch> past_fetches(const std::vector<Dict>& rows);

[[nodiscard]] std::string history_text(const std::vector<PastFetch>& fetches, const Style& style);
// One array; times in UTC.
[[nodiscard]] std::string history_json(const std::vector<PastFetch>& fetches);
// RFC 4180 with a header, a line for each kind, or one for a fetch without any.
[[nodiscard]] std::string history_csv(const std::vector<PastFetch>& fetches);

}  // namespace kenkod::cli
