#include "parse/fhir_part.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "common/personal_number.hpp"
#include "parse/text_values.hpp"

namespace kenkod::parse {
namespace {

std::string hashed(std::string_view text) {
  if (text.empty()) return {};
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), nullptr, 0);
  return letters_of(hash);
}

// The numbers of RP and of the medicine in it repeat in every prescription.
bool identifies(Json identifier) {
  const std::string_view system = identifier["system"].text(), value = identifier["value"].text();
  return !value.empty() && !contains_personal_number(value) &&
         !system.ends_with("Medication-RPGroupNumber") &&
         !system.ends_with("MedicationAdministrationIndex") && !system.ends_with("1.2.392.100495.20.3.81") &&
         !system.ends_with("1.2.392.100495.20.3.82");
}

std::string identifiers(Json holder) {
  std::string all;
  for (const Json one : holder["identifier"].elements())
    if (identifies(one))
      all.append(one["system"].text()).append(" ").append(one["value"].text()).append("\n");
  return all;
}

std::string about(Json resource) {
  std::string all;
  for (const Json codeable : {resource["code"], resource["medicationCodeableConcept"]}) {
    for (const Json coding : codeable["coding"].elements())
      all.append(coding["system"].text()).append(" ").append(coding["code"].text()).append("\n");
    all.append(codeable["text"].text()).append("\n");
  }
  return all;
}

std::string time_of(Json resource) {
  std::string all;
  for (const std::string_view name :
       {"effectiveDateTime", "effectiveInstant", "authoredOn", "whenHandedOver", "whenPrepared"})
    all.append(resource[name].text()).append(" ");
  return all.append(resource["effectivePeriod"]["start"].text());
}

std::string of_single(Json resource) {
  const std::string known = identifiers(resource);
  return std::string(resource["resourceType"].text())
      .append("\n")
      .append(known.empty() ? time_of(resource) : known)
      .append("\n")
      .append(about(resource));
}

}  // namespace

std::string part_of(const FhirResources& resources) {
  if (!resources.bundle()) return hashed(of_single(resources.root()));
  if (const std::string known = identifiers(resources.root()); !known.empty()) return hashed(known);
  std::vector<std::string> records;
  for (const FhirResource& one : resources.all())
    if (one.is_result() || one.is_medicine()) records.push_back(of_single(one.json));
  std::sort(records.begin(), records.end());
  std::string all;
  for (const std::string& one : records) all += hashed(one);
  return hashed(all);
}

}  // namespace kenkod::parse
