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
  void medicine(Json one, bool dispensed);
  // RP number to the item; gives the place in the RP.
  static std::uint32_t identifiers(Json one, MedicationItem& item);
  void put_in_order();
  void request(Json one, MedicationItem& item);
  void dispense(Json one, MedicationItem& item);
  static void day(std::string& to, Json said, MedicationItem& item);

  ParsedDocument& parsed_;
  FhirResources& resources_;
  FhirPerson& person_;
  std::vector<std::uint32_t> places_;  // of each item in its RP
};

}  // namespace kenkod::parse
