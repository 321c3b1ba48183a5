#include "bus/document_row.hpp"
#include "bus/record_row.hpp"

namespace kenkod::bus {
namespace {

// The words of the document only where they are not the number itself.
void append_amount(Dictionary& row, const char* key, const char* key_received, const Amount& amount) {
  row.text(key, amount.yen);
  if (amount.text != amount.yen) row.text(key_received, amount.text);
}

}  // namespace

void append_item(Dictionary& row, const vault::RecordRow& record, const ExpenseItem& item) {
  row.text("person", item.person)
      .text("category", item.category)
      .text("days", item.days)
      .text("facility", item.facility);
  append_amount(row, "total", "total-received", item.total);
  append_amount(row, "insurer", "insurer-received", item.insurer);
  append_amount(row, "other-public", "other-public-received", item.other_public);
  append_amount(row, "own", "own-received", item.own);
  if (record.overtaken) row.put("changed-later", true);
  append_warnings(row, "warnings", item.warnings);
}

}  // namespace kenkod::bus
