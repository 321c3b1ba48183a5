#include "parse/fhir.hpp"

#include <algorithm>
#include <array>

#include "parse/fhir_header.hpp"
#include "parse/fhir_medication.hpp"
#include "parse/fhir_observation.hpp"
#include "parse/fhir_part.hpp"
#include "parse/fhir_person.hpp"
#include "parse/fhir_resources.hpp"
#include "parse/fhir_text.hpp"
#include "parse/json_reader.hpp"
#include "parse/refusal.hpp"
#include "parse/warn.hpp"

namespace kenkod::parse {
namespace {

// Resources that say who, where and how: nothing is lost when a record does not repeat them.
constexpr std::array<std::string_view, 16> kContext{
    "Composition", "Patient",       "Practitioner",      "PractitionerRole", "Organization", "Encounter",
    "Coverage",    "Specimen",      "Location",          "Device",           "Medication",   "ServiceRequest",
    "Provenance",  "RelatedPerson", "HealthcareService", "Endpoint"};

struct Holding {
  std::size_t results = 0, medicines = 0;
  bool others = false;  // records that are not read
};

Holding holding(const FhirResources& resources) {
  Holding found;
  for (const FhirResource& one : resources.all()) {
    if (one.is_result()) {
      ++found.results;
    } else if (one.is_medicine()) {
      ++found.medicines;
    } else if (std::find(kContext.begin(), kContext.end(), one.type) == kContext.end()) {
      found.others = true;
    }
  }
  return found;
}

bool says_something(const CheckupItem& item) { return has_value(item) || item.absence != Absence::none; }

// The day of the records, or that of the file.
void decide_date(DocumentFacts& facts, const std::string& day) {
  facts.date = day;
  if (!facts.date.empty()) return;
  facts.date = facts.file_date;
  if (facts.date.empty()) throw Refused({.reason = Reason::no_date});
  warn(facts.warnings, Warning::date_is_file_date);
}

void read_results(ParsedDocument& parsed, FhirResources& resources, FhirPerson& person,
                  const ItemTables& tables, FhirExamination examination) {
  parsed.facts.kind = Kind::checkup;
  FhirObservations observations(parsed, resources, person, tables);
  observations.read();
  if (std::none_of(parsed.checkup.begin(), parsed.checkup.end(), says_something))
    throw Refused({.reason = Reason::no_results});
  if (examination.begin.empty()) examination.begin = examination.end = observations.newest_day();
  decide_date(parsed.facts, examination.begin);
  observations.complete(examination);
}

void read_medicines(ParsedDocument& parsed, FhirResources& resources, FhirPerson& person) {
  parsed.facts.kind = Kind::medication;
  FhirMedications medications(parsed, resources, person);
  medications.read();
  if (parsed.medication.empty()) throw Refused({.reason = Reason::no_results});
  decide_date(parsed.facts, medications.newest_day());
}

}  // namespace

ParsedDocument parse_fhir(std::string_view utf8, const ItemTables& tables) {
  const JsonTree tree = read_json(utf8);
  const Json root = tree.root();
  if (root["resourceType"].text().empty()) throw Refused({.reason = Reason::unknown_file});
  FhirResources resources(root);
  const Layout layout = resources.bundle() ? Layout::fhir_bundle : Layout::fhir_resource;
  const bool checkup_report = is_checkup_report(resources);
  const Holding holds = holding(resources);

  ParsedDocument parsed;
  parsed.facts.layout = to_name(layout);
  const FhirExamination examination = read_header(resources, checkup_report, parsed.facts);
  if (holds.results + holds.medicines == 0) {
    if (checkup_report || resources.all().empty()) throw Refused({.reason = Reason::no_results});
    throw Refused({.reason = Reason::not_supported, .layout = layout});
  }
  FhirPerson person(resources);
  // A document holds records of one kind. Which the other ones are is said, and the file keeps them.
  const bool results = checkup_report || holds.results >= holds.medicines;
  if (results) {
    read_results(parsed, resources, person, tables, examination);
  } else {
    read_medicines(parsed, resources, person);
  }
  if (holds.others || (results ? holds.medicines : holds.results) != 0)
    warn(parsed.facts.warnings, Warning::part_not_read);
  person.finish(parsed.facts);
  if (!checkup_report) parsed.facts.part = part_of(resources);
  if (resources.missing()) warn(parsed.facts.warnings, Warning::reference_not_found);
  return parsed;
}

}  // namespace kenkod::parse
