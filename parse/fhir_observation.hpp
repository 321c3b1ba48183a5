// Observation and DiagnosticReport → check-up items.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/record.hpp"
#include "parse/fhir_header.hpp"
#include "parse/fhir_person.hpp"
#include "parse/fhir_resources.hpp"
#include "parse/fhir_value.hpp"
#include "parse/item_tables.hpp"

namespace kenkod::parse {

class FhirObservations {
 public:
  FhirObservations(ParsedDocument& parsed, FhirResources& resources, FhirPerson& person,
                   const ItemTables& tables)
      : parsed_(parsed), resources_(resources), person_(person), tables_(tables) {}

  void read();
  // The newest day an observation states for itself, or empty.
  [[nodiscard]] std::string newest_day() const;
  // What the items mean, once facts.date is known. A result from outside the examination keeps its own day.
  void complete(const FhirExamination& examination);

 private:
  // What stands around an observation: by number of its resource.
  struct Place {
    std::string_view section, relation;
    std::uint32_t number = 0, group = 0;
  };
  struct About {
    std::string day;
    FhirValue value;
  };

  void read_sections();
  void read_section(Json section, Json composition, std::string_view outer);
  void read_groups();
  void observation(Json one, const Place& place);
  void component(Json one, Json outer, const Place& place, const std::string& day);
  void report(Json one, const Place& place);
  void contained(Json one, const Place& place);
  CheckupItem& add(Json codeable, const Place& place, const std::string& day);

  ParsedDocument& parsed_;
  FhirResources& resources_;
  FhirPerson& person_;
  const ItemTables& tables_;
  std::vector<Place> places_;
  std::vector<About> about_;  // of each item
};

}  // namespace kenkod::parse
