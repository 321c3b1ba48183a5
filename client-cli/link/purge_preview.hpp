// What deleting the fetched data would take away, and what of it would not come back.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "client-cli/bus/dict.hpp"
#include "client-cli/show/style.hpp"

namespace kenkod::cli {

// A row of Session.PreviewPurge(), see there.
struct PurgedKind {
  std::string kind;
  std::uint32_t documents = 0;
  std::uint64_t records = 0;
  std::string oldest, newest;
  std::uint32_t beyond = 0;
  std::string beyond_oldest, beyond_newest;
};

[[nodiscard]] std::vector<PurgedKind> purged_kinds(const std::vector<Dict>& rows);

// A line for each kind; under it how much of it cannot be fetched again.
[[nodiscard]] std::string purge_preview(const std::vector<PurgedKind>& kinds, const Style& style);

}  // namespace kenkod::cli
