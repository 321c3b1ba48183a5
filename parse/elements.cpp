#include "parse/elements.hpp"

#include <algorithm>
#include <array>

namespace kenkod::parse {
namespace {

constexpr std::array<std::string_view, 61> kNames{"none",
                                                  "other",
                                                  "ClinicalDocument",
                                                  "realmCode",
                                                  "typeId",
                                                  "templateId",
                                                  "id",
                                                  "code",
                                                  "title",
                                                  "effectiveTime",
                                                  "confidentialityCode",
                                                  "languageCode",
                                                  "recordTarget",
                                                  "patientRole",
                                                  "addr",
                                                  "postalCode",
                                                  "telecom",
                                                  "patient",
                                                  "name",
                                                  "administrativeGenderCode",
                                                  "birthTime",
                                                  "author",
                                                  "time",
                                                  "assignedAuthor",
                                                  "assignedPerson",
                                                  "representedOrganization",
                                                  "dataEnterer",
                                                  "custodian",
                                                  "assignedCustodian",
                                                  "representedCustodianOrganization",
                                                  "informationRecipient",
                                                  "participant",
                                                  "functionCode",
                                                  "associatedEntity",
                                                  "scopingOrganization",
                                                  "documentationOf",
                                                  "serviceEvent",
                                                  "performer",
                                                  "assignedEntity",
                                                  "component",
                                                  "structuredBody",
                                                  "section",
                                                  "text",
                                                  "list",
                                                  "item",
                                                  "entry",
                                                  "entryRelationship",
                                                  "observation",
                                                  "value",
                                                  "statusCode",
                                                  "interpretationCode",
                                                  "methodCode",
                                                  "targetSiteCode",
                                                  "specimen",
                                                  "referenceRange",
                                                  "observationRange",
                                                  "low",
                                                  "high",
                                                  "",
                                                  "kenkodExport",
                                                  "document"};
static_assert(kNames.size() == static_cast<std::size_t>(Element::last) + 1);

}  // namespace

bool known(Element element) noexcept { return element <= Element::last; }

std::string_view to_name(Element element) noexcept {
  return known(element) ? kNames.at(static_cast<std::size_t>(element)) : kNames[1];
}

Element element_named(std::string_view name) noexcept {
  const auto* const found = std::find(kNames.begin() + 2, kNames.end(), name);
  return found == kNames.end() ? Element::other : static_cast<Element>(found - kNames.begin());
}

}  // namespace kenkod::parse
