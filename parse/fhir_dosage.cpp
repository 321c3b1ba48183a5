#include "parse/fhir_dosage.hpp"

#include "parse/fhir_text.hpp"
#include "parse/medication_note.hpp"

namespace kenkod::parse {
namespace {

std::string number_and_unit(Json quantity) {
  const std::string value = text_of(quantity["value"]);
  return value.empty() ? value : value + " " + unit_words_of(quantity);
}

// What the file says as numbers and its text may leave out.
void doses(Json instruction, MedicationItem& item) {
  for (const Json dose : instruction["doseAndRate"].elements()) {
    if (const std::string once = number_and_unit(dose["doseQuantity"]); !once.empty())
      add_note(item, "1回量 " + once);
    const Json rate = dose["rateRatio"];
    const std::string amount = number_and_unit(rate["numerator"]);
    const Json per = rate["denominator"];
    if (amount.empty()) continue;
    const bool per_day = per["value"].text() == "1" && per["code"].text() == "d";
    add_note(item, per_day ? "1日量 " + amount : amount + " / " + number_and_unit(per));
  }
  if (const Json most = instruction["maxDosePerPeriod"])
    add_note(item, number_and_unit(most["numerator"]) + " / " + number_and_unit(most["denominator"]));
}

std::string usage_of(Json instruction) {
  std::string text = text_of(instruction["text"]);
  return text.empty() ? words_of(instruction["timing"]["code"]) : text;
}

std::string usage_code_of(Json instruction) {
  for (const Json coding : instruction["timing"]["code"]["coding"].elements())
    if (!coding["code"].text().empty()) return text_of(coding["code"]);
  return {};
}

void further(Json instruction, MedicationItem& item) {
  for (const Json more : instruction["additionalInstruction"].elements()) add_note(item, words_of(more));
  add_note(item, text_of(instruction["patientInstruction"]));
  if (const Json needed = instruction["asNeededCodeableConcept"]) {
    const std::string words = words_of(needed);
    add_note(item, words.empty() ? "頓用" : "頓用 " + words);
  } else if (instruction["asNeededBoolean"].text() == "true") {
    add_note(item, "頓用");
  }
  add_note(item, words_of(instruction["site"]));
  doses(instruction, item);
}

}  // namespace

void read_dosage(Json instructions, MedicationItem& item) {
  for (const Json instruction : instructions.elements()) {
    const std::string usage = usage_of(instruction);
    if (item.usage.empty()) {
      item.usage = usage;
      item.usage_code = usage_code_of(instruction);
    } else {
      add_note(item, usage);
    }
    if (item.form.empty()) item.form = words_of(instruction["method"]);
    if (item.form.empty()) item.form = words_of(instruction["route"]);
    further(instruction, item);
  }
}

}  // namespace kenkod::parse
