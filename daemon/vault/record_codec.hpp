// Items, and the fields of documents that no query selects by, packed into bytes.
#pragma once

#include "common/record.hpp"
#include "vault/bytes.hpp"

namespace kenkod::vault {

void encode(ByteWriter& out, const DocumentFacts& facts);
[[nodiscard]] DocumentFacts decode_facts(Bytes bytes);
void encode(ByteWriter& out, const CheckupItem& item);
[[nodiscard]] CheckupItem decode_item(ByteReader& in);
// What two versions of one document have in common: kind, subject, date and facility; empty when no facility
// is named.
[[nodiscard]] WipedBytes document_identity(const DocumentFacts& facts);

}  // namespace kenkod::vault
