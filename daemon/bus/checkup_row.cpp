#include "bus/checkup_row.hpp"

#include <algorithm>

#include "bus/append.hpp"

namespace kenkod::bus {
namespace {

std::vector<std::string> names(const std::vector<Warning>& warnings) {
  std::vector<std::string> result;
  result.reserve(warnings.size());
  for (const auto warning : warnings) result.emplace_back(to_name(warning));
  return result;
}

void append_document(Dictionary& row, const vault::DocumentInfo& document) {
  const auto& warnings = document.facts.warnings;
  row.text("document", document.id)
      .text("kind", to_name(document.facts.kind))
      .text("date", document.facts.date)
      .put("date-is-file-date", std::ranges::find(warnings, Warning::date_is_file_date) != warnings.end())
      .text("origin", to_name(document.origin))
      .text("stated-origin", document.stated_origin)
      .put("stored-at", static_cast<std::uint64_t>(document.stored_at))
      .text("layout", document.facts.layout)
      .text("facility", document.facts.facility)
      .text("facility-code", document.facts.facility_code)
      .put("revision", document.revision);
  if (!warnings.empty()) row.put("document-warnings", names(warnings));
}

void append_item(Dictionary& row, const CheckupItem& item) {
  row.text("section", item.section)
      .text("code", item.code)
      .text("code-system", item.code_system)
      .text("name", item.name)
      .text("name-received", item.name_received)
      .text("category", item.category)
      .text("type", to_name(item.type))
      .text("value", item.value)
      .text("decimal", item.decimal)
      .text("unit", item.unit)
      .text("value-system", item.value_system)
      .text("value-meaning", item.value_meaning)
      .text("qualifier", to_name(item.qualifier))
      .text("absence", to_name(item.absence))
      .text("interpretation", to_name(item.interpretation))
      .text("range-low", item.range.low)
      .text("range-high", item.range.high)
      .text("range-unit", item.range.unit)
      .text("method", item.method)
      .text("author", item.author)
      .text("series", item.series)
      .text("group-relation", item.group_relation);
  if (item.group != 0) row.put("group", item.group);
  if (!item.warnings.empty()) row.put("warnings", names(item.warnings));
}

}  // namespace

void append_row(sdbus::Message& message, const vault::CheckupRow& row) {
  Dictionary dictionary(message);
  dictionary.put("id", row.id);
  append_document(dictionary, *row.document);
  append_item(dictionary, row.item);
}

}  // namespace kenkod::bus
