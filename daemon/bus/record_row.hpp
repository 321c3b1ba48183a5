// The part of a Query row that is its kind's own: checkup_row.cpp, medication_row.cpp, expense_row.cpp.
#pragma once

#include "bus/append.hpp"
#include "vault/vault.hpp"

namespace kenkod::bus {

void append_item(Dictionary& row, const vault::RecordRow& record, const CheckupItem& item);
void append_item(Dictionary& row, const vault::RecordRow& record, const MedicationItem& item);
void append_item(Dictionary& row, const vault::RecordRow& record, const ExpenseItem& item);

}  // namespace kenkod::bus
