// The fields of documents and items that no query selects by, packed into one column each.
#pragma once

#include "common/record.hpp"
#include "vault/bytes.hpp"

namespace kenkod::vault {

void encode(ByteWriter& out, const DocumentFacts& facts);
[[nodiscard]] DocumentFacts decode_facts(Bytes bytes);
// Without code, value, decimal, unit and series: they have columns.
void encode_details(ByteWriter& out, const CheckupItem& item);
void decode_details(Bytes bytes, CheckupItem& item);
// What two versions of one document have in common: kind, subject, date and facility; empty when no facility
// is named.
[[nodiscard]] WipedBytes document_identity(const DocumentFacts& facts);

}  // namespace kenkod::vault
