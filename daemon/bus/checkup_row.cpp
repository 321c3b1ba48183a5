#include <algorithm>

#include "bus/document_row.hpp"
#include "bus/record_row.hpp"

namespace kenkod::bus {

void append_item(Dictionary& row, const vault::RecordRow& record, const CheckupItem& item) {
  const auto& facts = record.document->facts;
  const bool of_file = item.date.empty() &&
                       std::ranges::find(facts.warnings, Warning::date_is_file_date) != facts.warnings.end();
  row.put("date-is-file-date", of_file)
      .text("facility", facts.facility)
      .text("facility-code", facts.facility_code)
      .text("section", item.section)
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
      .text("flag", to_name(item.flag))
      .text("flag-basis", item.flag_basis)
      .text("method", item.method)
      .text("author", item.author)
      .text("series", item.series)
      .text("group-relation", item.group_relation);
  if (item.group != 0) row.put("group", item.group);
  append_warnings(row, "warnings", item.warnings);
}

}  // namespace kenkod::bus
