#include "parse/fhir_header.hpp"

#include <algorithm>

#include "parse/fhir_text.hpp"
#include "parse/oids.hpp"
#include "parse/refusal.hpp"
#include "parse/report_category.hpp"
#include "parse/text_values.hpp"
#include "parse/warn.hpp"

namespace kenkod::parse {
namespace {

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// "urn:oid:2.16.840.1.113883.2.2.1.6.1001", "urn:oid:1.2.392.200119.6.1001", ".../checkup-report-category"
bool report_system(std::string_view system) {
  return system.ends_with(".6.1001") || holds(system, "checkup-report-category");
}

Json report_coding(Json composition) {
  for (const Json category : composition["category"].elements())
    for (const Json coding : category["coding"].elements())
      if (report_system(coding["system"].text())) return coding;
  return {};
}

bool municipal(std::string_view system, std::string_view code) {
  return holds(system, "checkup-report-category") && code.starts_with('5') && code != "59";
}

void report(Json composition, DocumentFacts& facts) {
  const Json coding = report_coding(composition);
  const std::string_view code = coding["code"].text();
  if (const Layout layout = layout_of_report(code); layout != Layout::tokutei_cda)
    refuse_at(coding["code"], Reason::not_supported, layout);
  if (digits(code, 2)) facts.report = code;
  if (!importable_report(code) && !municipal(coding["system"].text(), code))
    warn(facts.warnings, Warning::report_category_unclear);
}

FhirExamination period_of(Json period) {
  FhirExamination days{day_of(period["start"].text()), day_of(period["end"].text())};
  if (days.end.empty() || days.end < days.begin) days.end = days.begin;
  return days;
}

FhirExamination event(FhirResources& resources, Json composition, DocumentFacts& facts) {
  FhirExamination examination;
  for (const Json one : composition["event"].elements()) {
    for (const Json code : one["code"].elements())
      for (const Json coding : code["coding"].elements())
        if (facts.programme.empty() && digits(coding["code"].text(), 3))
          facts.programme = coding["code"].text();
    if (examination.begin.empty()) examination = period_of(one["period"]);
  }
  const Json encounter = resources.resolve(composition["encounter"], composition);
  if (examination.begin.empty()) examination = period_of(encounter["period"]);
  const FhirFacility where = facility_of(resources.resolve(encounter["serviceProvider"], encounter));
  facts.facility_code = where.code;
  facts.facility = where.name;
  return examination;
}

void author(FhirResources& resources, Json composition, DocumentFacts& facts) {
  const auto take = [&](Json organization) {
    if (!facts.author.empty() || organization["resourceType"].text() != "Organization") return;
    const FhirFacility found = facility_of(organization);
    facts.author_code = found.code;
    facts.author = found.name;
  };
  for (const Json one : composition["author"].elements()) {
    const Json named = resources.resolve(one, composition);
    take(named);
    if (named["resourceType"].text() == "PractitionerRole")
      take(resources.resolve(named["organization"], named));
  }
  take(resources.resolve(composition["custodian"], composition));
}

bool provider(Json organization) {
  for (const Json type : organization["type"].elements())
    for (const Json coding : type["coding"].elements())
      if (coding["code"].text() == "ins") return false;
  return true;
}

}  // namespace

bool is_checkup_report(const FhirResources& resources) {
  const Json composition = resources.first("Composition");
  if (!composition) return false;
  for (const Json coding : composition["type"]["coding"].elements())
    if (coding["code"].text() == "53576-5" || coding["code"].text() == "JPGCHKUP01") return true;
  if (report_coding(composition)) return true;
  for (const Json holder : {resources.root(), composition})
    for (const Json profile : holder["meta"]["profile"].elements())
      if (holds(profile.text(), "Checkup")) return true;
  return false;
}

std::string institution_number(Json record) {
  return text_of(extension(record, "JP_eCS_InstitutionNumber")["valueIdentifier"]["value"]);
}

FhirFacility facility_of(Json organization) {
  FhirFacility found{{}, text_of(organization["name"])};
  for (const Json identifier : organization["identifier"].elements()) {
    const std::string_view system = without_urn(identifier["system"].text());
    if (found.code.empty() &&
        (system == oid::kFacility || system.ends_with("/insurance-medical-institution-no")))
      found.code = text_of(identifier["value"]);
  }
  if (!found.code.empty()) return found;
  const std::string parts =
      text_of(extension(organization, "JP_Organization_PrefectureNo")["valueCoding"]["code"]) +
      text_of(extension(organization, "OrganizationCategory")["valueCoding"]["code"]) +
      text_of(extension(organization, "JP_Organization_InsuranceOrganizationNo")["valueIdentifier"]["value"]);
  if (digits(parts, 10)) found.code = parts;
  return found;
}

FhirExamination read_header(FhirResources& resources, bool checkup, DocumentFacts& facts) {
  const Json composition = resources.first("Composition");
  const Json root = resources.root();
  FhirExamination examination;
  facts.file_date = day_of(composition["date"].text());
  for (const Json date : {root["timestamp"], root["issued"], root["meta"]["lastUpdated"]})
    if (facts.file_date.empty()) facts.file_date = day_of(date.text());
  if (composition) {
    if (checkup) report(composition, facts);
    const FhirExamination said = event(resources, composition, facts);
    if (checkup) examination = said;  // of other documents, it is the day they were written
    author(resources, composition, facts);
    const FhirFacility custodian = facility_of(resources.resolve(composition["custodian"], composition));
    if (facts.facility.empty() && facts.facility_code.empty()) {
      facts.facility_code = custodian.code;
      facts.facility = custodian.name;
    }
  }
  if (!facts.facility.empty() || !facts.facility_code.empty()) return examination;
  Json only;
  for (const FhirResource& one : resources.all()) {
    if (facts.facility_code.empty()) facts.facility_code = institution_number(one.json);
    if (one.type != "Organization" || !provider(one.json)) continue;
    if (only) return examination;  // several: none is known to be the one
    only = one.json;
  }
  const FhirFacility found = facility_of(only);
  if (facts.facility_code.empty() || facts.facility_code == found.code) {
    facts.facility_code = found.code;
    facts.facility = found.name;
  }
  return examination;
}

}  // namespace kenkod::parse
