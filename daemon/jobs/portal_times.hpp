// Whether the configured portal gives out records now: what everybody may know.
#pragma once

#include <cstdint>

#include "common/portal_configuration.hpp"

namespace kenkod::jobs {

struct PortalTimes {
  bool open = false;
  std::int64_t next_opening = 0;  // Unix seconds; 0 while open, and when none is known
  bool operator==(const PortalTimes&) const = default;
};
[[nodiscard]] inline PortalTimes portal_times(const PortalConfiguration& portal, std::int64_t now) {
  if (!portal.configured()) return {};
  if (portal.hours.open(now, portal.holidays)) return {.open = true};
  return {.next_opening = portal.hours.next_opening(now, portal.holidays).value_or(0)};
}

}  // namespace kenkod::jobs
