// Kinds of records by their names (to_name()), on the bus and at the portal.
#pragma once

#include <optional>
#include <string_view>

#include "common/record.hpp"

namespace kenkod {

[[nodiscard]] inline std::optional<Kind> kind_of(std::string_view name) noexcept {
  for (const auto kind : {Kind::checkup, Kind::medication, Kind::expense})
    if (name == to_name(kind)) return kind;
  return std::nullopt;
}

}  // namespace kenkod
