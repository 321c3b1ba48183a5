// Whose records a FHIR document holds: Patient, Coverage, insurer.
#pragma once

#include <string>

#include "common/record.hpp"
#include "parse/fhir_resources.hpp"

namespace kenkod::parse {

class FhirPerson {
 public:
  explicit FhirPerson(FhirResources& resources) : resources_(resources) {}

  // What `holder` says of its subject. Throws Refused(several_persons) when another one was stated before:
  // people are never mixed.
  void stated_by(Json holder, std::string_view member = "subject");
  // Fills facts.subject and its warnings. Without any statement, the only Patient of a Bundle is the person.
  void finish(DocumentFacts& facts);

 private:
  void patient(Json patient, Subject& subject);
  void member_id(Json identifier, Subject& subject) const;
  void coverage(Subject& subject);

  FhirResources& resources_;
  std::string who_, member_;  // the reference and the member id that were stated
  Json patient_, identifier_;
  bool doubtful_ = false;
};

// A HumanName as text: its own, or family and given name.
[[nodiscard]] std::string person_name(Json name);
// The name of a Practitioner, or of the one a PractitionerRole names, in kanji where there are both.
[[nodiscard]] std::string practitioner_name(FhirResources& resources, Json practitioner);

}  // namespace kenkod::parse
