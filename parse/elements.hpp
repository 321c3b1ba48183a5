// The element names of the XML formats that are read as a closed list: fast to compare, safe to say in an
// error.
#pragma once

#include <cstdint>
#include <string_view>

namespace kenkod::parse {

// Those of CDA come first: a path of them is packed six bits each (cda_path.hpp).
enum class Element : std::uint8_t {
  none,
  other,
  ClinicalDocument,
  realmCode,
  typeId,
  templateId,
  id,
  code,
  title,
  effectiveTime,
  confidentialityCode,
  languageCode,
  recordTarget,
  patientRole,
  addr,
  postalCode,
  telecom,
  patient,
  name,
  administrativeGenderCode,
  birthTime,
  author,
  time,
  assignedAuthor,
  assignedPerson,
  representedOrganization,
  dataEnterer,
  custodian,
  assignedCustodian,
  representedCustodianOrganization,
  informationRecipient,
  participant,
  functionCode,
  associatedEntity,
  scopingOrganization,
  documentationOf,
  serviceEvent,
  performer,
  assignedEntity,
  component,
  structuredBody,
  section,
  text,
  list,
  item,
  entry,
  entryRelationship,
  observation,
  value,
  statusCode,
  interpretationCode,
  methodCode,
  targetSiteCode,
  specimen,
  referenceRange,
  observationRange,
  low,
  high,
  end_of_cda,  // no element: marks where those of other formats begin
  kenkodExport,
  document,
  last = document,
};
static_assert(static_cast<unsigned>(Element::end_of_cda) < 64);

[[nodiscard]] std::string_view to_name(Element element) noexcept;  // "other" for what is not in the list
[[nodiscard]] bool known(Element element) noexcept;
[[nodiscard]] Element element_named(std::string_view name) noexcept;

}  // namespace kenkod::parse
