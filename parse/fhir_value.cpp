#include "parse/fhir_value.hpp"

#include "parse/fhir_text.hpp"
#include "parse/warn.hpp"

namespace kenkod::parse {
namespace {

void quantity(Json value, CheckupItem& item, FhirValue& about) {
  item.type = ValueType::quantity;
  item.value = text_of(value["value"]);
  item.unit = unit_of(value);
  about.unit_words = value["unit"].text();
  const std::string_view comparator = value["comparator"].text();
  if (comparator.empty()) return;
  item.qualifier = comparator.starts_with('<')   ? Qualifier::low
                   : comparator.starts_with('>') ? Qualifier::high
                                                 : Qualifier::none;
  // 以下 and 以上 are what can be said; below and above were meant.
  if (!comparator.ends_with('=')) warn(item.warnings, Warning::outside_format);
}

void codeable(Json value, CheckupItem& item) {
  Json coding;
  for (const Json one : value["coding"].elements())
    if (!coding && !one["code"].text().empty()) coding = one;
  if (!coding) {
    item.type = ValueType::text;
    item.value = words_of(value);
    return;
  }
  const bool ordinal = static_cast<bool>(extension(coding, "ordinalValue"));
  item.type = ordinal ? ValueType::ordinal : ValueType::coded;
  item.value = scanned_text_of(coding["code"]);
  const std::string system = text_of(coding["system"]);
  item.value_system = without_urn(system);
  item.value_meaning = text_of(coding["display"]);
  if (item.value_meaning.empty()) item.value_meaning = words_of(value);
}

std::string with_unit(Json quantity) {
  const std::string unit = unit_words_of(quantity);
  return text_of(quantity["value"]) + (unit.empty() ? "" : " ") + unit;
}

void read_typed(Json given, std::string_view type, CheckupItem& item, FhirValue& about) {
  if (type == "Quantity") {
    quantity(given, item, about);
  } else if (type == "CodeableConcept") {
    codeable(given, item);
  } else if (type == "Integer") {
    item.type = ValueType::quantity;
    item.value = text_of(given);
  } else if (type == "String" || type == "Boolean" || type == "DateTime" || type == "Time") {
    item.type = ValueType::text;
    item.value = text_of(given, kMaxTextBytes);
    about.date = type == "DateTime";
  } else if (type == "Range") {
    item.type = ValueType::text;
    item.value = with_unit(given["low"]) + " - " + with_unit(given["high"]);
  } else if (type == "Ratio") {  // titres
    item.type = ValueType::text;
    item.value = with_unit(given["numerator"]) + ":" + with_unit(given["denominator"]);
  } else if (type == "Period") {
    item.type = ValueType::text;
    item.value = text_of(given["start"]) + " - " + text_of(given["end"]);
  } else {
    warn(item.warnings, Warning::part_not_read);
  }
}

void absence(Json holder, CheckupItem& item) {
  const Json reason = holder["dataAbsentReason"];
  const std::string_view status = holder["status"].text();
  const bool withdrawn = status == "entered-in-error" || (status == "cancelled" && !reason);
  if (!reason && !withdrawn) return;
  std::string_view code;
  for (const Json coding : reason["coding"].elements())
    if (code.empty()) code = coding["code"].text();
  if (has_value(item)) {
    // Both said: the value stays beside the absence, as in CDA.
    item.absence = code == "not-performed" ? Absence::not_performed : Absence::not_available;
    warn(item.warnings, Warning::value_with_negation);
  } else if (code == "not-performed") {
    item.absence = Absence::not_performed;
  } else if (code == "error") {
    item.absence = Absence::not_measurable;
  } else {
    item.absence = Absence::not_available;
    warn(item.warnings, Warning::other_null_flavor);
  }
}

void interpretation(Json holder, CheckupItem& item) {
  for (const Json one : holder["interpretation"].elements())
    for (const Json coding : one["coding"].elements()) {
      const std::string_view code = coding["code"].text();
      if (code == "LX" || code == "HX") {
        item.qualifier = code == "LX" ? Qualifier::low : Qualifier::high;
      } else if (item.interpretation == Interpretation::none) {
        if (code == "L" || code == "LL" || code == "LU") item.interpretation = Interpretation::low;
        if (code == "N") item.interpretation = Interpretation::normal;
        if (code == "H" || code == "HH" || code == "HU") item.interpretation = Interpretation::high;
      }
    }
}

// The normal range, where several are given; a range in words only has no place in a record.
void range(Json holder, CheckupItem& item) {
  Json chosen;
  for (const Json one : holder["referenceRange"].elements()) {
    const bool normal = one["type"]["coding"].first()["code"].text() == "normal";
    if (!chosen || normal) chosen = one;
    if (normal) break;
  }
  const Json low = chosen["low"], high = chosen["high"];
  item.range.low = text_of(low["value"]);
  item.range.high = text_of(high["value"]);
  item.range.unit = unit_of(low);
  if (item.range.unit.empty()) item.range.unit = unit_of(high);
}

}  // namespace

bool has_value(const CheckupItem& item) noexcept {
  return !item.value.empty() || item.qualifier != Qualifier::none;
}

FhirValue read_value(Json holder, CheckupItem& item) {
  FhirValue about;
  for (const Json member : holder.members()) {
    constexpr std::string_view kPrefix = "value";
    if (!member.name().starts_with(kPrefix) || member.name() == kPrefix) continue;
    if (has_value(item)) {  // FHIR allows one
      warn(item.warnings, Warning::part_not_read);
      continue;
    }
    read_typed(member, member.name().substr(kPrefix.size()), item, about);
  }
  interpretation(holder, item);
  range(holder, item);
  absence(holder, item);
  return about;
}

}  // namespace kenkod::parse
