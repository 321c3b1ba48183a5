#include "bus/document_row.hpp"
#include "bus/record_row.hpp"

namespace kenkod::bus {

void append_item(Dictionary& row, const vault::RecordRow& record, const MedicationItem& item) {
  row.text("source", to_name(item.source))
      .text("prescribed-date", item.prescribed_date)
      .text("end-date", item.end_date)
      .text("facility", item.facility)
      .text("facility-code", item.facility_code)
      .text("prescriber", item.prescriber)
      .text("prescriber-code", item.prescriber_code)
      .text("doctor", item.doctor)
      .text("department", item.department)
      .text("pharmacist", item.pharmacist)
      .text("code", item.code)
      .text("code-system", item.code_system)
      .text("name", item.name)
      .text("generic-name", item.generic_name)
      .text("generic-code", item.generic_code)
      .text("ingredient", item.ingredient)
      .text("amount", item.amount)
      .text("amount-decimal", item.amount_decimal)
      .text("unit", item.unit)
      .text("usage", item.usage)
      .text("usage-code", item.usage_code)
      .text("times", item.times)
      .text("times-unit", item.times_unit)
      .text("form", item.form);
  if (item.group != 0) row.put("group", item.group);
  if (!item.notes.empty()) row.put("notes", item.notes);
  if (record.overtaken) row.put("newer-block", true);
  append_warnings(row, "warnings", item.warnings);
}

}  // namespace kenkod::bus
