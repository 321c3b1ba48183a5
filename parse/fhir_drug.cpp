#include "parse/fhir_drug.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "parse/drug_codes.hpp"
#include "parse/fhir_text.hpp"
#include "parse/warn.hpp"

namespace kenkod::parse {
namespace {

struct DrugSystem {
  std::string_view ends, system;
};

// How files end the URI of a drug code, and the system it is, in the order in which one is taken for the
// code.
constexpr std::array<DrugSystem, 10> kSystems{{
    {"YJ-code", drug::kYj},
    {"1.2.392.100495.20.2.73", drug::kYj},
    {"master-HOT9", drug::kHot9},
    {"1.2.392.200119.4.403.1", drug::kHot9},
    {"1.2.392.100495.20.2.74", drug::kHot9},
    {"master-HOT7", drug::kHot7},
    {"master-HOT13", drug::kHot13},
    {"MedicationGeneralOrderCode", drug::kGeneralName},
    {"MedicationCodeGeneralOrder_CS", drug::kGeneralName},
    {"1.2.392.100495.20.1.81", drug::kGeneralName},
}};
constexpr std::string_view kNoCode = "MedicationCodeNocoded_CS";  // a coding that says that there is none

// As the records name it; others as they are written.
std::string_view drug_system(std::string_view system) {
  for (const DrugSystem& known : kSystems)
    if (system.ends_with(known.ends)) return known.system;
  return system;
}

bool official(std::string_view system) {
  return std::ranges::find(kSystems, system, &DrugSystem::system) != kSystems.end();
}

void codes(Json codeable, MedicationItem& item) {
  std::string name, other_name;
  for (const Json coding : codeable["coding"].elements()) {
    const std::string_view received = coding["system"].text(), system = drug_system(received);
    const Json code = coding["code"], display = coding["display"];
    if (other_name.empty()) other_name = text_of(display);
    if (received.ends_with(kNoCode)) continue;
    if (code.text().empty()) {
      warn(item.warnings, Warning::code_missing);
    } else if (system == drug::kGeneralName) {
      if (!item.generic_code.empty()) continue;
      item.generic_code = text_of(code);
      item.generic_name = text_of(display);
    } else if (item.code.empty() || (!official(item.code_system) && official(system))) {
      item.code = text_of(code);
      item.code_system = system.size() <= kMaxNameBytes ? system : std::string_view{};
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
