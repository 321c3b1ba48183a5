// Report categories (報告区分) of 特定健診 files, the same in CDA and FHIR.
#pragma once

#include <string_view>

#include "parse/layouts.hpp"

namespace kenkod::parse {

// Layout::tokutei_cda for check-up results and for what is unclear; else what the file really is.
[[nodiscard]] Layout layout_of_report(std::string_view category) noexcept;

// A category of check-up results that a person receives.
[[nodiscard]] bool importable_report(std::string_view category) noexcept;

}  // namespace kenkod::parse
