#include "parse/fhir_person.hpp"

#include <array>

#include "parse/fhir_text.hpp"
#include "parse/oids.hpp"
#include "parse/person_name.hpp"
#include "parse/refusal.hpp"
#include "parse/warn.hpp"

namespace kenkod::parse {
namespace {

constexpr std::string_view kMemberId = "JP_Insurance_memberID";
constexpr std::string_view kInsurerNumber = "1.2.392.100495.20.3.61";
constexpr std::string_view kInsuranceKind = "1.2.392.100495.20.2.61";

// "IDE" kanji, "SYL" kana, "ABC" letters; empty when it is not said.
std::string_view representation(Json name) {
  return extension(name, "iso21090-EN-representation")["valueCode"].text();
}

void first(std::string& to, std::string value) {
  if (to.empty()) to = std::move(value);
}

}  // namespace

std::string person_name(Json name) {
  if (!name["text"].text().empty()) return text_of(name["text"]);
  std::string full = text_of(name["family"]);
  for (const Json given : name["given"].elements()) {
    if (!full.empty()) full += ' ';
    full += text_of(given);
  }
  return full.size() <= kMaxNameBytes ? full : std::string{};
}

std::string practitioner_name(FhirResources& resources, Json practitioner) {
  if (practitioner["resourceType"].text() == "PractitionerRole") {
    const Json reference = practitioner["practitioner"];
    const Json named = resources.resolve(reference, practitioner);
    if (!named) return text_of(reference["display"]);
    practitioner = named;
  }
  if (practitioner["resourceType"].text() != "Practitioner") return {};
  std::string found;
  for (const Json name : practitioner["name"].elements()) {
    if (representation(name) == "IDE") return person_name(name);
    first(found, person_name(name));
  }
  return found;
}

void FhirPerson::stated_by(Json holder, std::string_view member) {
  const Json subject = holder[member];
  if (const std::string_view text = subject["reference"].text(); !text.empty()) {
    const Json found = resources_.resolve(subject, holder);
    const std::string who = found ? "#" + std::to_string(found.index()) : std::string(text);
    if (!who_.empty() && who_ != who) refuse_at(subject, Reason::several_persons);
    who_ = who;
    if (found["resourceType"].text() == "Patient") patient_ = found;
  }
  const Json identifier = subject["identifier"];
  if (const std::string_view value = identifier["value"].text(); !value.empty()) {
    const std::string id = std::string(identifier["system"].text()).append(" ").append(value);
    if (!member_.empty() && member_ != id) refuse_at(subject, Reason::several_persons);
    member_ = id;
    identifier_ = identifier;
  }
}

// "insurer:symbol:number:branch"
void FhirPerson::member_id(Json identifier, Subject& subject) const {
  if (!identifier["system"].text().ends_with(kMemberId)) return;
  const std::string value = text_of(identifier["value"]);
  std::string_view rest = value;
  for (std::string* to :
       {&subject.insurer_number, &subject.insured_symbol, &subject.insured_number, &subject.insured_branch}) {
    const std::size_t colon = rest.find(':');
    first(*to, std::string(rest.substr(0, colon)));
    if (colon == std::string_view::npos) return;
    rest.remove_prefix(colon + 1);
  }
}

void FhirPerson::patient(Json patient, Subject& subject) {
  std::string unmarked;
  for (const Json name : patient["name"].elements()) {
    const std::string_view kind = representation(name);
    if (kind == "SYL") {
      first(subject.kana, person_name(name));
    } else if (kind == "IDE") {
      first(subject.name, person_name(name));
    } else if (kind.empty()) {
      first(unmarked, person_name(name));
    }
  }
  if (subject.name.empty() && !unmarked.empty()) {
    if (subject.kana.empty()) {
      set_only_name(subject, unmarked);
    } else {
      subject.name = unmarked;
    }
  }
  const std::string_view gender = patient["gender"].text();
  if (gender == "male" || gender == "female") subject.sex = gender == "male" ? "1" : "2";
  subject.birth_date = day_of(patient["birthDate"].text());
  doubtful_ |= subject.sex.empty() || subject.birth_date.empty() || patient["birthDate"].text().size() != 10;
  for (const Json identifier : patient["identifier"].elements()) member_id(identifier, subject);
}

// The insurance, not the ticket of a check-up (受診券).
void FhirPerson::coverage(Subject& subject) {
  for (const FhirResource& one : resources_.all()) {
    if (one.type != "Coverage") continue;
    const Json symbol = extension(one.json, "JP_Coverage_InsuredPersonSymbol")["valueString"];
    const Json number = extension(one.json, "JP_Coverage_InsuredPersonNumber")["valueString"];
    const bool insurance = without_urn(one.json["type"]["coding"].first()["system"].text()) == kInsuranceKind;
    if (!insurance && !symbol && !number) continue;
    const Json beneficiary = resources_.resolve(one.json["beneficiary"], one.json);
    if (beneficiary && patient_ && beneficiary.index() != patient_.index()) continue;
    first(subject.insured_symbol, text_of(symbol));
    first(subject.insured_number, text_of(number));
    first(subject.insured_branch,
          text_of(extension(one.json, "JP_Coverage_InsuredPersonSubNumber")["valueString"]));
    first(subject.insured_branch, text_of(one.json["dependent"]));
    for (const Json payor : one.json["payor"].elements())
      for (const Json identifier : resources_.resolve(payor, one.json)["identifier"].elements()) {
        const std::string_view system = without_urn(identifier["system"].text());
        if (system == kInsurerNumber || system == oid::kInsurer)
          first(subject.insurer_number, text_of(identifier["value"]));
      }
    return;
  }
}

void FhirPerson::finish(DocumentFacts& facts) {
  if (!patient_ && who_.empty() && resources_.bundle()) {
    for (const FhirResource& one : resources_.all()) {
      if (one.type != "Patient") continue;
      if (patient_) {  // several, and nothing says whose the records are
        patient_ = Json{};
        break;
      }
      patient_ = one.json;
    }
  }
  Subject& subject = facts.subject;
  if (patient_) {
    patient(patient_, subject);
    coverage(subject);
  }
  if (identifier_) member_id(identifier_, subject);
  if (!names_anyone(subject)) {
    warn(facts.warnings, Warning::subject_not_stated);
  } else if (doubtful_ || (subject.insurer_number.empty() && subject.insured_number.empty())) {
    warn(facts.warnings, Warning::identifiers_not_verified);
  }
}

}  // namespace kenkod::parse
