#include "parse/medication_facts.hpp"

#include <algorithm>
#include <string_view>

#include "parse/refusal.hpp"

namespace kenkod::parse {
namespace {

void date(ParsedDocument& parsed) {
  DocumentFacts& facts = parsed.facts;
  std::string_view newest;
  for (const MedicationItem& item : parsed.medication) newest = std::max<std::string_view>(newest, item.date);
  facts.date = newest;
  if (newest.size() == 7) facts.date.append("-01");
  if (!facts.date.empty()) return;
  if (facts.file_date.empty()) throw Refused({.reason = Reason::no_date});
  facts.date = facts.file_date;
  facts.warnings.push_back(Warning::date_is_file_date);
}

void facility(ParsedDocument& parsed) {
  const auto names_one = [](const MedicationItem& item) {
    return !item.facility_code.empty() || !item.facility.empty();
  };
  const auto first = std::ranges::find_if(parsed.medication, names_one);
  if (first == parsed.medication.end()) return;
  const bool only = std::all_of(first, parsed.medication.end(), [&](const MedicationItem& item) {
    return !names_one(item) ||
           (item.facility_code == first->facility_code && item.facility == first->facility);
  });
  if (!only) return;
  parsed.facts.facility_code = first->facility_code;
  parsed.facts.facility = first->facility;
}

}  // namespace

void complete_facts(ParsedDocument& parsed) {
  date(parsed);
  facility(parsed);
  if (!names_anyone(parsed.facts.subject)) parsed.facts.warnings.push_back(Warning::subject_not_stated);
}

}  // namespace kenkod::parse
