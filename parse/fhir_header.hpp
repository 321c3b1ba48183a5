// What a FHIR document says about itself: report, examination, facility, author, dates.
#pragma once

#include <string>

#include "common/record.hpp"
#include "parse/fhir_resources.hpp"

namespace kenkod::parse {

// A document Bundle that is a check-up report (健診結果報告書, 自治体検診).
[[nodiscard]] bool is_checkup_report(const FhirResources& resources);

struct FhirExamination {
  std::string begin, end;  // days; empty when the header does not say
};

// Fills facts from the Composition and what it names; `checkup`: is_checkup_report(). Throws Refused for
// reports that are not read.
FhirExamination read_header(FhirResources& resources, bool checkup, DocumentFacts& facts);

// Name and 10-digit code of an Organization.
struct FhirFacility {
  std::string code, name;
};
[[nodiscard]] FhirFacility facility_of(Json organization);
// 10 digits that a record of JP-CLINS carries itself, or empty.
[[nodiscard]] std::string institution_number(Json record);

}  // namespace kenkod::parse
