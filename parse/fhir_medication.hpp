// MedicationRequest (prescribed) and MedicationDispense (dispensed) → medicines.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/record.hpp"
#include "parse/fhir_person.hpp"
#include "parse/fhir_resources.hpp"

namespace kenkod::parse {

class FhirMedications {
 public:
  FhirMedications(ParsedDocument& parsed, FhirResources& resources, FhirPerson& person)
      : parsed_(parsed), resources_(resources), person_(person) {}

  // In order of day, RP and place in the RP.
  void read();
  [[nodiscard]] std::string newest_day() const;

 private:
  struct Ordered {
    std::uint32_t place = 0;  // in the RP
    MedicationItem item;
  };

  void medicine(Json one, bool dispensed);
  void identifiers(Json one, Ordered& medicine) const;
  void request(Json one, MedicationItem& item);
  void dispense(Json one, MedicationItem& item);
  void day(std::string& to, Json said, MedicationItem& item) const;

  ParsedDocument& parsed_;
  FhirResources& resources_;
  FhirPerson& person_;
  std::vector<Ordered> medicines_;
};

}  // namespace kenkod::parse
