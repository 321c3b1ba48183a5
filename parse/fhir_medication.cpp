#include "parse/fhir_medication.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <tuple>
#include <utility>

#include "parse/decimal.hpp"
#include "parse/fhir_dosage.hpp"
#include "parse/fhir_drug.hpp"
#include "parse/fhir_header.hpp"
#include "parse/fhir_text.hpp"
#include "parse/medication_note.hpp"
#include "parse/refusal.hpp"
#include "parse/warn.hpp"

namespace kenkod::parse {
namespace {

constexpr std::uint32_t kMaxOrdinal = 9'999;

std::uint32_t ordinal(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() && number <= kMaxOrdinal ? number : 0;
}

// Never valid, or taken back: no medicine of this person.
bool withdrawn(Json one) {
  const std::string_view status = one["status"].text(), intent = one["intent"].text();
  return status == "entered-in-error" || status == "cancelled" || status == "declined" || status == "draft" ||
         intent == "proposal" || intent == "plan" || one["doNotPerform"].text() == "true";
}

// Not what the person has in hands: told in a note.
bool unfinished(std::string_view status) {
  return status == "on-hold" || status == "stopped" || status == "preparation" || status == "in-progress" ||
         status == "unknown";
}

void quantity(Json given, MedicationItem& item) {
  item.amount = text_of(given["value"]);
  item.amount_decimal = canonical(item.amount).value_or(std::string{});
  item.unit = unit_words_of(given);
}

void duration(Json given, MedicationItem& item) {
  if (!item.times.empty()) return;
  item.times = text_of(given["value"]);
  item.times_unit = unit_words_of(given);
}

}  // namespace

void FhirMedications::read() {
  // Moving a grown list would need the memory of two.
  const auto count = std::ranges::count_if(resources_.all(), &FhirResource::is_medicine);
  parsed_.medication.reserve(static_cast<std::size_t>(count));
  for (const FhirResource& one : resources_.all()) {
    if (!one.is_medicine()) continue;
    if (withdrawn(one.json)) {
      warn(parsed_.facts.warnings, Warning::part_not_read);
    } else {
      medicine(one.json, one.type == "MedicationDispense");
    }
  }
  put_in_order();
}

void FhirMedications::put_in_order() {
  std::vector<MedicationItem>& items = parsed_.medication;
  std::vector<std::uint32_t> order(items.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::tie(items[a].date, items[a].group, places_[a], a) <
           std::tie(items[b].date, items[b].group, places_[b], b);
  });
  // order[i]: where the item comes from that belongs at i. Each circle of moves is walked once.
  for (std::uint32_t start = 0; start < order.size(); ++start) {
    std::uint32_t at = start;
    while (order[at] != start) {
      const std::uint32_t from = order[at];
      std::swap(items[at], items[from]);
      order[at] = at;
      at = from;
    }
    order[at] = at;
  }
}

void FhirMedications::medicine(Json one, bool dispensed) {
  person_.stated_by(one);
  MedicationItem& item = parsed_.medication.emplace_back();
  places_.push_back(identifiers(one, item));
  read_drug(resources_, one, item);
  if (dispensed) {
    dispense(one, item);
  } else {
    request(one, item);
  }
  read_dosage(one["dosageInstruction"], item);
  for (const Json instruction : one["dosageInstruction"].elements()) {
    duration(extension(instruction, "JP_MedicationDosage_UsageDuration")["valueDuration"], item);
    duration(instruction["timing"]["repeat"]["boundsDuration"], item);
  }
  for (const Json note : one["note"].elements()) add_note(item, text_of(note["text"]));
  if (unfinished(one["status"].text())) add_note(item, "status: " + text_of(one["status"]));
  if (item.name.empty() && item.code.empty() && item.generic_code.empty())
    warn(item.warnings, Warning::part_missing);
}

std::uint32_t FhirMedications::identifiers(Json one, MedicationItem& item) {
  std::uint32_t place = 0;
  for (const Json identifier : one["identifier"].elements()) {
    const std::string_view system = without_urn(identifier["system"].text()),
                           value = identifier["value"].text();
    if (system.ends_with("Medication-RPGroupNumber") || system == "1.2.392.100495.20.3.81")
      item.group = ordinal(value);
    if (system.ends_with("MedicationAdministrationIndex") || system == "1.2.392.100495.20.3.82")
      place = ordinal(value);
  }
  return place;
}

void FhirMedications::day(std::string& to, Json said, MedicationItem& item) {
  if (!to.empty() || said.text().empty()) return;
  to = day_of(said.text());
  if (!to.empty()) return;
  to = month_of(said.text());
  warn(item.warnings, Warning::date_unclear);
}

void FhirMedications::request(Json one, MedicationItem& item) {
  item.source = MedicationSource::prescribed;
  day(item.date, one["authoredOn"], item);
  if (item.date.empty()) warn(item.warnings, Warning::date_unclear);
  if (item.date.size() == 10) item.prescribed_date = item.date;
  item.prescriber_code = institution_number(one);
  item.department = words_of(extension(one, "JP_eCS_Department")["valueCodeableConcept"]);
  const Json who = resources_.resolve(one["requester"], one);
  item.doctor = practitioner_name(resources_, who);
  if (item.doctor.empty()) item.doctor = text_of(one["requester"]["display"]);
  const Json organization = who["organization"] ? resources_.resolve(who["organization"], who) : who;
  if (organization["resourceType"].text() == "Organization") {
    const FhirFacility where = facility_of(organization);
    item.prescriber = where.name;
    if (item.prescriber_code.empty()) item.prescriber_code = where.code;
  }
  const Json supply = one["dispenseRequest"];
  quantity(supply["quantity"], item);
  duration(supply["expectedSupplyDuration"], item);
}

void FhirMedications::dispense(Json one, MedicationItem& item) {
  item.source = MedicationSource::dispensed;
  day(item.date, one["whenHandedOver"], item);
  day(item.date, one["whenPrepared"], item);
  if (item.date.empty()) warn(item.warnings, Warning::date_unclear);
  for (const Json prescription : one["authorizingPrescription"].elements()) {
    const Json found = resources_.resolve(prescription, one);
    if (item.prescribed_date.empty()) item.prescribed_date = day_of(found["authoredOn"].text());
  }
  item.facility_code = institution_number(one);
  for (const Json performer : one["performer"].elements()) {
    const Json who = resources_.resolve(performer["actor"], one);
    if (who["resourceType"].text() == "Organization") {
      const FhirFacility where = facility_of(who);
      item.facility = where.name;
      if (item.facility_code.empty()) item.facility_code = where.code;
    } else if (item.pharmacist.empty()) {
      item.pharmacist = practitioner_name(resources_, who);
      if (item.pharmacist.empty()) item.pharmacist = text_of(performer["actor"]["display"]);
    }
  }
  quantity(one["quantity"], item);
  duration(one["daysSupply"], item);
}

std::string FhirMedications::newest_day() const {
  std::string newest;
  for (const MedicationItem& one : parsed_.medication)
    if (one.date.size() == 10) newest = std::max(newest, one.date);
  return newest;
}

}  // namespace kenkod::parse
