#include "parse/fhir_drug.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "parse/fhir_text.hpp"
#include "parse/warn.hpp"

namespace kenkod::parse {
namespace {

constexpr std::string_view kGeneral = "1.2.392.100495.20.1.81";

struct DrugSystem {
  std::string_view ends, oid;
};

// URIs of drug codes and the OIDs they stand for, in the order in which one is taken for the code.
constexpr std::array<DrugSystem, 8> kSystems{{
    {"YJ-code", "1.2.392.100495.20.2.73"},
    {"master-HOT9", "1.2.392.200119.4.403.1"},
    {"master-HOT7", "1.2.392.200119.4.403.2"},
    {"master-HOT13", "1.2.392.200119.4.402.1"},
    {"MedicationGeneralOrderCode", kGeneral},
    {"MedicationCodeGeneralOrder_CS", kGeneral},
    {"1.2.392.100495.20.2.74", "1.2.392.200119.4.403.1"},
    {"MedicationCodeNocoded_CS", ""},
}};

std::string drug_system(std::string_view system) {
  for (const DrugSystem& known : kSystems)
    if (system.ends_with(known.ends)) return std::string(known.oid);
  return std::string(without_urn(system));
}

bool official(std::string_view oid) {
  return std::any_of(kSystems.begin(), kSystems.end(),
                     [&](const DrugSystem& known) { return known.oid == oid; });
}

void codes(Json codeable, MedicationItem& item) {
  std::string name, other_name;
  for (const Json coding : codeable["coding"].elements()) {
    const std::string system = drug_system(coding["system"].text());
    const Json code = coding["code"], display = coding["display"];
    if (other_name.empty()) other_name = text_of(display);
    if (coding["system"].text().ends_with("MedicationCodeNocoded_CS")) continue;  // says that there is none
    if (code.text().empty()) {
      warn(item.warnings, Warning::code_missing);
    } else if (system == kGeneral) {
      if (!item.generic_code.empty()) continue;
      item.generic_code = text_of(code);
      item.generic_name = text_of(display);
    } else if (item.code.empty() || (!official(item.code_system) && official(system))) {
      item.code = text_of(code);
      item.code_system = system.size() <= kMaxNameBytes ? system : std::string{};
      name = text_of(display);
    }
  }
  item.name = text_of(codeable["text"]);
  if (item.name.empty()) item.name = name.empty() ? other_name : name;
}

}  // namespace

void read_drug(FhirResources& resources, Json one, MedicationItem& item) {
  if (const Json codeable = one["medicationCodeableConcept"]) {
    codes(codeable, item);
    return;
  }
  const Json reference = one["medicationReference"];
  const Json medication = resources.resolve(reference, one);
  codes(medication["code"], item);
  if (item.name.empty()) item.name = text_of(reference["display"]);
  for (const Json ingredient : medication["ingredient"].elements()) {
    const std::string words = words_of(ingredient["itemCodeableConcept"]);
    if (words.empty() || item.ingredient.size() + words.size() + 2 > kMaxNameBytes) continue;
    if (!item.ingredient.empty()) item.ingredient += ", ";
    item.ingredient += words;
  }
}

}  // namespace kenkod::parse
