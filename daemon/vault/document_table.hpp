// The table of documents.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "common/secret_buffer.hpp"
#include "vault/database.hpp"
#include "vault/vault.hpp"

namespace kenkod::vault {

struct StoredDocument {
  std::int64_t number = 0;
  DocumentInfo info;
  SecretBuffer key;  // of its file
  WipedBytes sha256;
};

// Reads documents one after another; every column of the table.
inline constexpr std::string_view kDocumentColumns =
    "d.number, d.id, d.sha256, d.origin, d.stated_origin, d.stored_at, d.stated_at, d.size, d.revision, "
    "d.superseded_by, coalesce((SELECT id FROM documents WHERE number = d.supersedes), ''), d.facts, d.key";
[[nodiscard]] StoredDocument read_stored(Statement& row);
[[nodiscard]] DocumentInfo read_document_info(Statement& row);

[[nodiscard]] std::optional<StoredDocument> find_stored(Database& database, const std::string& id);
// The id of the document with these very bytes.
[[nodiscard]] std::optional<std::string> find_by_hash(Database& database, Bytes sha256);

// The document a new one with these facts would replace; 0 = none.
[[nodiscard]] std::int64_t find_replaced(Database& database, const DocumentFacts& facts);

// The largest number a document has, or had before it was purged; 0 = there was none.
[[nodiscard]] std::int64_t last_number(Database& database);

struct Inserted {
  std::int64_t number = 0;
  bool revised = false;
};
// Numbers the document, and marks the one it replaces.
Inserted insert_document(Database& database, const StoredDocument& document);

}  // namespace kenkod::vault
