// One OS user's open vault: records in memory, ciphertext on disk. Made by VaultDirectory; every call blocks
// and belongs on that user's vault lane (loop/lanes.hpp), never on the loop thread. Throws Error
// (StorageFull, VaultDamaged, InvalidArgument) and leaves the vault either as it was or, after a failed
// COMMIT, closed (Locked).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/record.hpp"

namespace kenkod::vault {

struct DocumentSource {
  Origin origin = Origin::import;
  std::string stated_origin;  // what an export of ours said; empty otherwise
  std::optional<std::int64_t>
      stated_at;  // when the other side says it had obtained the document, Unix seconds
};

enum class Outcome : std::uint8_t { imported, already_there, revised };

struct Added {
  std::string document;  // id: 32 hex digits, random
  Outcome outcome = Outcome::imported;
  std::uint32_t records = 0, warnings = 0;  // warnings: records and document together
};

struct DocumentInfo {
  std::string id, sha256 /* hex */;
  Origin origin = Origin::import;
  std::string stated_origin;
  std::int64_t stored_at = 0;  // Unix seconds
  std::optional<std::int64_t> stated_at;
  std::uint32_t revision = 1;
  std::string supersedes;  // id of the document this one replaces, or empty
  bool superseded = false;
  std::uint64_t size = 0;
  DocumentFacts facts;
};

struct RecordQuery {
  Kind kind = Kind::checkup;
  std::string from, to;        // YYYY-MM-DD, inclusive; empty = open
  std::string code, document;  // exact; empty = all
  bool superseded = false;     // also rows of replaced documents
  std::uint32_t limit = 100;   // 1–1000
  std::string cursor;          // from the page before; empty = first page
};

struct CheckupRow {
  std::uint64_t id = 0;
  std::shared_ptr<const DocumentInfo> document;  // shared by the rows of one document
  CheckupItem item;
};

struct CheckupPage {
  std::vector<CheckupRow> rows;  // newest examination first, in the document's own order
  std::string cursor;            // empty at the end; opaque, valid for this vault only
};

class Vault {
 public:
  virtual ~Vault() = default;

  // Keeps the bytes and their records in one commit. The same bytes again: already_there, nothing written.
  // Another document of the same kind, subject, date and facility: revised, the older one is superseded, not
  // deleted. `sha256` is of `bytes`, 32 bytes.
  virtual Added add(const ParsedDocument& parsed, std::span<const std::uint8_t> bytes,
                    std::span<const std::uint8_t> sha256, const DocumentSource& source) = 0;

  virtual CheckupPage query(const RecordQuery& query) = 0;

  // Every document with its bytes, oldest first; the bytes are checked against their hash. `each` may throw
  // to stop.
  virtual void for_each_document(
      const std::function<void(const DocumentInfo&, std::span<const std::uint8_t>)>& each) = 0;
  [[nodiscard]] virtual std::uint64_t document_count() = 0;

  // Test and start-up aid: writes the log into a new snapshot at once.
  virtual void fold() = 0;
  // A serialised copy of the records in a canonical order, for comparing live with reloaded. Tests only.
  [[nodiscard]] virtual std::string dump() = 0;
};

}  // namespace kenkod::vault
