// What of an examination a FHIR document is when it is not the whole of it.
#pragma once

#include <string>

#include "parse/fhir_resources.hpp"

namespace kenkod::parse {

// Letters made of what identifies the document: of a Bundle its identifier, else what its records are about;
// of a single resource its identifiers and its code, else code and time. Empty when there is nothing.
[[nodiscard]] std::string part_of(const FhirResources& resources);

}  // namespace kenkod::parse
