// Which drug a FHIR medication is: codes, names, ingredient.
#pragma once

#include "common/record.hpp"
#include "parse/fhir_resources.hpp"

namespace kenkod::parse {

// `one`: a MedicationRequest or MedicationDispense.
void read_drug(FhirResources& resources, Json one, MedicationItem& item);

}  // namespace kenkod::parse
