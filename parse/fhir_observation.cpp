#include "parse/fhir_observation.hpp"

#include <algorithm>

#include "parse/checkup_meaning.hpp"
#include "parse/fhir_code.hpp"
#include "parse/fhir_text.hpp"
#include "parse/refusal.hpp"
#include "parse/text_values.hpp"
#include "parse/units.hpp"
#include "parse/warn.hpp"

namespace kenkod::parse {
namespace {

std::string_view stated_time(Json one) {
  for (const Json time : {one["effectiveDateTime"], one["effectiveInstant"], one["effectivePeriod"]["start"],
                          one["effectiveTiming"]["event"].first()})
    if (!time.text().empty()) return time.text();
  return {};
}

// Spelt "observatioGroupRelationship" in the profile.
std::string_view relation_of(Json member) {
  const Json said = extension(member, "GroupRelationship");
  for (const Json code : {said["valueCode"], said["valueString"], said["valueCoding"]["code"],
                          said["valueCodeableConcept"]["coding"].first()["code"]})
    if (code.text() == "RSON") return "RSON";
  return "COMP";
}

bool has_any(Json list) { return static_cast<bool>(list.first()); }

}  // namespace

void FhirObservations::read() {
  places_.resize(resources_.all().size());
  for (std::size_t i = 0; i < places_.size(); ++i) places_[i].number = resources_.all()[i].number;
  // Moving a grown list would need the memory of two.
  parsed_.checkup.reserve(std::min(places_.size(), kMaxItems));
  about_.reserve(std::min(places_.size(), kMaxItems));
  read_sections();
  read_groups();
  for (std::size_t i = 0; i < resources_.all().size(); ++i) {
    const FhirResource& one = resources_.all()[i];
    if (one.type == "Observation") observation(one.json, places_[i]);
    if (one.type == "DiagnosticReport") report(one.json, places_[i]);
  }
}

void FhirObservations::read_sections() {
  const Json composition = resources_.first("Composition");
  if (composition) person_.stated_by(composition);
  for (const Json section : composition["section"].elements()) read_section(section, composition, {});
}

void FhirObservations::read_section(Json section, Json composition, std::string_view outer) {
  std::string_view code = section["code"]["coding"].first()["code"].text();
  if (!digits(code, 5)) code = outer;
  for (const Json entry : section["entry"].elements()) {
    const std::size_t found = resources_.find(entry);
    if (found < places_.size() && places_[found].section.empty()) places_[found].section = code;
  }
  for (const Json inner : section["section"].elements()) read_section(inner, composition, code);
}

// The number of a group is the position of its resource: it does not depend on the other groups.
void FhirObservations::read_groups() {
  for (std::size_t i = 0; i < resources_.all().size(); ++i) {
    const FhirResource& one = resources_.all()[i];
    if (one.type != "Observation") continue;
    for (const Json member : one.json["hasMember"].elements()) {
      const std::size_t found = resources_.find(member);
      if (found >= places_.size() || found == i) continue;
      Place& place = places_[found];
      if (place.section.empty()) place.section = places_[i].section;
      if (place.group != 0) continue;
      place.group = one.number;
      place.relation = relation_of(member);
    }
    if (has_any(one.json["hasMember"]) && places_[i].group == 0) places_[i].group = one.number;
  }
}

CheckupItem& FhirObservations::add(Json codeable, const Place& place, const std::string& day) {
  if (parsed_.checkup.size() >= kMaxItems) {
    const JsonPlace at = codeable.place();
    throw Refused({.reason = Reason::too_many_observations, .line = at.line, .column = at.column});
  }
  CheckupItem& item = parsed_.checkup.emplace_back();
  about_.push_back({day, {}});
  FhirCode code = item_code(codeable, tables_);
  item.code = std::move(code.code);
  item.code_system = std::move(code.system);
  item.name_received = std::move(code.name);
  item.section = place.section;
  item.group = place.group;
  item.group_relation = place.relation;
  return item;
}

void FhirObservations::observation(Json one, const Place& place) {
  person_.stated_by(one);
  const std::string_view time = stated_time(one);
  const std::string day = day_of(time);
  const Json code = one["code"];
  CheckupItem& item = add(code ? code : one, place, day);
  about_.back().value = read_value(one, item);
  if (!time.empty() && day.empty()) warn(item.warnings, Warning::date_unclear);
  item.method = scanned_text_of(one["method"]["coding"].first()["code"]);
  for (const Json performer : one["performer"].elements()) {
    if (!item.author.empty()) break;
    const Json who = resources_.resolve(performer, one);
    item.author = who ? practitioner_name(resources_, who) : text_of(performer["display"]);
  }
  // A panel or a group is a bracket around its parts, no result itself.
  const bool says = has_value(item) || item.absence != Absence::none || !item.warnings.empty();
  const bool parts = has_any(one["component"]);
  const bool bracket = !says && (parts || has_any(one["hasMember"]));
  Place inner = place;
  if (bracket) {
    parsed_.checkup.pop_back();
    about_.pop_back();
    if (parts && inner.group == 0) {
      inner.group = place.number;
      inner.relation = "COMP";
    }
  }
  for (const Json part : one["component"].elements()) component(part, one, inner, day);
  contained(one, place);
}

void FhirObservations::component(Json one, Json outer, const Place& place, const std::string& day) {
  const Json code = one["code"];
  CheckupItem& item = add(code ? code : outer["code"], place, day);
  about_.back().value = read_value(one, item);
}

void FhirObservations::report(Json one, const Place& place) {
  person_.stated_by(one);
  for (const Json result : one["result"].elements()) {
    const Json found = resources_.resolve(result, one);
    if (!found) resources_.note_missing();
  }
  const Json conclusion = one["conclusion"];
  std::string words = text_of(conclusion, kMaxTextBytes);
  if (words.empty()) words = words_of(one["conclusionCode"].first());
  if (!words.empty()) {
    CheckupItem& item = add(one["code"], place, day_of(stated_time(one)));
    item.type = ValueType::text;
    item.value = std::move(words);
  }
  if (has_any(one["presentedForm"]) || has_any(one["media"]))
    warn(parsed_.facts.warnings, Warning::part_not_read);
  contained(one, place);
}

void FhirObservations::contained(Json one, const Place& place) {
  for (const Json inner : one["contained"].elements())
    if (inner["resourceType"].text() == "Observation") observation(inner, place);
}

std::string FhirObservations::newest_day() const {
  std::string newest;
  for (const About& one : about_) newest = std::max(newest, one.day);
  return newest;
}

void FhirObservations::complete(const FhirExamination& examination) {
  CheckupMeaning meaning(tables_, parsed_.facts);
  for (std::size_t i = 0; i < parsed_.checkup.size(); ++i) {
    CheckupItem& item = parsed_.checkup[i];
    const About& about = about_[i];
    const Item* const row = tables_.find(item.code);
    const bool too_long_before =
        std::find(item.warnings.begin(), item.warnings.end(), Warning::outside_format) != item.warnings.end();
    if (row != nullptr && item.type == ValueType::coded && row->type == "CO") item.type = ValueType::ordinal;
    if (!about.day.empty() && (about.day < examination.begin || about.day > examination.end)) {
      item.date = about.day;
      warn(item.warnings, Warning::dates_differ);
      warn(parsed_.facts.warnings, Warning::dates_differ);
    }
    meaning.complete(item);
    // The standard's eight digits of a date are ten characters in FHIR.
    if (about.value.date && !too_long_before) std::erase(item.warnings, Warning::outside_format);
    const bool known = !item.name.empty();
    if (known && item.type == ValueType::quantity && !about.value.unit_words.empty() &&
        match_unit(about.value.unit_words, row->unit, row->display_unit) == UnitMatch::contradiction) {
      warn(item.warnings, Warning::unit_contradicts_code);  // code and words of the unit disagree
      item.name.clear();
      item.category.clear();
      item.series.clear();
    }
    if (item.absence != Absence::none && has_value(item)) item.series.clear();
  }
}

}  // namespace kenkod::parse
