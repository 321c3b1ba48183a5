// Records, and the fields of documents that no query selects by, packed into bytes (schema version 2).
#pragma once

#include "common/record.hpp"
#include "vault/bytes.hpp"

namespace kenkod::vault {

void encode(ByteWriter& out, const DocumentFacts& facts);
[[nodiscard]] DocumentFacts decode_facts(Bytes bytes);

void encode(ByteWriter& out, const CheckupItem& item);
void encode(ByteWriter& out, const MedicationItem& item);
void encode(ByteWriter& out, const ExpenseItem& item);
void decode(ByteReader& in, CheckupItem& item);
void decode(ByteReader& in, MedicationItem& item);
void decode(ByteReader& in, ExpenseItem& item);

// Name, kana, sex and birth date only: what a vault keeps of its person.
void encode_person(ByteWriter& out, const Subject& subject);
[[nodiscard]] Subject decode_person(Bytes bytes);

// What two revisions of one check-up have in common: day, facility, report, programme and part. Empty when
// the day or the facility is not known, and for other kinds, whose records are compared one by one instead.
[[nodiscard]] WipedBytes document_identity(const DocumentFacts& facts);

}  // namespace kenkod::vault
