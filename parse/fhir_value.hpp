// value[x], dataAbsentReason, interpretation and referenceRange of an Observation or of one of its
// components.
#pragma once

#include <string>
#include <string_view>

#include "common/record.hpp"
#include "parse/json_tree.hpp"

namespace kenkod::parse {

struct FhirValue {
  std::string_view unit_words;  // the unit in words beside the code that was taken
  bool date = false;            // valueDateTime
};

// Fills type, value, unit, absence, qualifier, interpretation and range.
FhirValue read_value(Json holder, CheckupItem& item);

// A number at or beyond the limit of what can be measured or written.
[[nodiscard]] bool has_value(const CheckupItem& item) noexcept;

}  // namespace kenkod::parse
