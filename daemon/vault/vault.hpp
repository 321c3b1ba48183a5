// One OS user's open vault: records in memory, ciphertext on disk. Made by VaultDirectory; every call blocks
// and belongs on that user's vault lane (loop/lanes.hpp), never on the loop thread. Throws Error
// (StorageFull, VaultDamaged, InvalidArgument) and leaves the vault either as it was or, after a failed
// COMMIT, closed (Locked).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "common/error.hpp"
#include "common/record.hpp"
#include "common/secret_buffer.hpp"
#include "common/wiped.hpp"

namespace kenkod::vault {

struct DocumentSource {
  Origin origin = Origin::import;
  std::string stated_origin;  // what an export of ours said; empty otherwise
  std::optional<std::int64_t>
      stated_at;                   // when the other side says it had obtained the document, Unix seconds
  bool subject_confirmed = false;  // the person has said that this document's subject is themselves
};

enum class Outcome : std::uint8_t { imported, already_there, revised };

// What adding a document would do.
struct Judgement {
  Outcome outcome = Outcome::imported;
  std::string document;  // already_there: its id
  // The vault cannot tell whose document it is: it knows no subject yet, or none of what this one states.
  bool subject_unconfirmed = false;
};

struct Added {
  std::string document;  // id: 32 hex digits, random
  Outcome outcome = Outcome::imported;
  std::uint32_t records = 0, warnings = 0;  // warnings: records and document together
};

// How much there is to add; no document, no outcome yet.
[[nodiscard]] Added summary_of(const ParsedDocument& parsed);

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
  std::string from, to;  // YYYY-MM-DD, inclusive; empty = open. A month matches when any of its days does
  std::string code, document;  // exact; empty = all
  bool superseded = false;     // also rows of replaced documents and what is shown once from another document
  std::uint32_t limit = 100;   // 1–1000
  std::string cursor;          // from the page before; empty = first page
};

using Record = std::variant<CheckupItem, MedicationItem, ExpenseItem>;

struct RecordRow {
  std::uint64_t id = 0;
  std::shared_ptr<const DocumentInfo> document;  // shared by the rows of one document
  Record item;
  // A newer document says otherwise: other medicines in the same block, other amounts of the same treatment.
  bool overtaken = false;
};
// YYYY-MM-DD, YYYY-MM, or empty = unknown.
[[nodiscard]] std::string_view date_of(const RecordRow& row) noexcept;

struct RecordPage {
  std::vector<RecordRow> rows;  // newest first, within a day or month in the document's own order
  std::string cursor;           // empty at the end; opaque, valid for this vault and kind only
};

// One of several documents that go in together.
struct NewDocument {
  const ParsedDocument* parsed = nullptr;
  std::span<const std::uint8_t> bytes, sha256;
  DocumentSource source;
};
struct AddedOrRefused {
  Added added;
  std::optional<Error>
      refused;  // ForeignSubject, as add() throws it: this one was left out, the others are in
};

// What one Link() did for one kind.
struct FetchedKind {
  Kind kind = Kind::checkup;
  enum class Outcome : std::uint8_t { fetched, empty, not_supported, failed } outcome = Outcome::fetched;
  std::uint32_t imported = 0, revised = 0, unchanged = 0, unread = 0, refused = 0;  // documents
  std::optional<ErrorCode> error;  // of `failed`, or of the first that was refused
  bool operator==(const FetchedKind&) const = default;
};
struct Fetch {
  enum class Flow : std::uint8_t { browser, card, renewed };
  std::int64_t at = 0;        // Unix seconds, of its beginning
  std::uint32_t seconds = 0;  // how long it took
  Flow flow = Flow::browser;
  std::optional<ErrorCode> error;  // nothing was fetched
  std::vector<FetchedKind> kinds;
  bool operator==(const Fetch&) const = default;
};
inline constexpr std::size_t kFetchesKept = 200;

// With whom the records are linked. Kept inside the vault: the subject tells people apart, the token opens
// the portal.
struct PortalLink {
  std::string portal;           // its configured id
  std::string subject;          // the portal's name of the person (`sub`)
  SecretBuffer refresh_token;   // of a term link, else empty
  std::int64_t expires_at = 0;  // of a term link, Unix seconds, else 0
};

// Somebody this person acts for (代理人).
struct Principal {
  std::string id;         // ours: 32 hex digits, random
  std::string portal_id;  // the portal's, opaque
  std::string name;
  bool listed = true;           // in the portal's latest list
  std::int64_t last_fetch = 0;  // Unix seconds
};
struct ListedPrincipal {
  std::string portal_id, name;
};

struct PurgePreview {
  Kind kind = Kind::checkup;
  std::uint32_t documents = 0;
  std::uint64_t records = 0;
  std::string oldest, newest;  // dates of the documents, empty when none has one
  std::uint32_t beyond = 0;    // documents dated before the portal's window of this kind
  std::string beyond_oldest, beyond_newest;
};
struct Purged {
  std::uint32_t documents = 0;
  std::uint64_t records = 0;
  // The recovery key that was made opens the vault no longer: it is of a time when what is needed to keep it
  // was not kept. A change of the secret question makes a new one.
  bool recovery_key_lost = false;
};

class Vault {
 public:
  virtual ~Vault() = default;

  // Whether the document would be taken, and as what. ForeignSubject differs=birth-date|sex|name.
  [[nodiscard]] virtual Judgement judge(const DocumentFacts& facts, std::span<const std::uint8_t> sha256) = 0;

  // Keeps the bytes and their records in one commit, and what the document tells of the vault's person. The
  // same bytes again: already_there, nothing written. A check-up of the same day, facility, report, programme
  // and part: revised, the older one is superseded, not deleted. ForeignSubject as judge() says, and when the
  // subject is unconfirmed and `source` does not say otherwise. `sha256` is of `bytes`, 32 bytes.
  virtual Added add(const ParsedDocument& parsed, std::span<const std::uint8_t> bytes,
                    std::span<const std::uint8_t> sha256, const DocumentSource& source) = 0;

  // Several documents in one commit: afterwards all that are not refused are there, or, when it throws, none.
  virtual std::vector<AddedOrRefused> add_all(std::span<const NewDocument> documents) = 0;

  virtual RecordPage query(const RecordQuery& query) = 0;

  // The link, its fetches (newest first, the last kFetchesKept) and the people acted for: each change is a
  // commit.
  [[nodiscard]] virtual std::optional<PortalLink> portal_link() = 0;
  virtual void set_portal_link(const std::optional<PortalLink>& link) = 0;
  virtual void add_fetch(const Fetch& fetch) = 0;
  [[nodiscard]] virtual std::vector<Fetch> fetches() = 0;
  [[nodiscard]] virtual std::vector<Principal> principals() = 0;
  // The portal's latest list: new ones get an id, those that are missing are no longer `listed`; one without
  // data that is no longer listed goes.
  virtual void set_principals(const std::vector<ListedPrincipal>& listed) = 0;
  // The compartment of a principal: a vault inside this one, with keys, person, documents and fetches of its
  // own, made when it is first asked for. It lives as long as this vault, or until it is purged.
  // InvalidArgument key=principal for an unknown id. It has neither a link nor principals of its own.
  [[nodiscard]] virtual Vault& compartment(const std::string& principal) = 0;

  // What purge_fetched() (vault_directory.hpp) would delete. `window`: of each kind, the first day
  // (YYYY-MM-DD) the portal still holds.
  [[nodiscard]] virtual std::vector<PurgePreview> preview_purge(
      const std::map<Kind, std::string>& window) = 0;

  // Empty when there is no such document.
  [[nodiscard]] virtual std::optional<DocumentInfo> find_document(const std::string& id) = 0;
  // Its bytes, checked against their hash. InvalidArgument when there is no such document.
  [[nodiscard]] virtual WipedBytes read_document(const std::string& id) = 0;
  // Every document with its bytes, oldest first; the bytes are checked against their hash. `each` may throw
  // to stop.
  virtual void for_each_document(
      const std::function<void(const DocumentInfo&, std::span<const std::uint8_t>)>& each) = 0;
  [[nodiscard]] virtual std::uint64_t document_count() = 0;

  // Closes without touching a file: another copy of this vault is open.
  virtual void discard() noexcept = 0;

  // Test and start-up aid: writes the log into a new snapshot at once.
  virtual void fold() = 0;
  // The same when the log has grown beyond the snapshot. add() does it by itself; done before, while a parser
  // works, it costs nobody any time. Nothing happens when the disk is full.
  virtual void fold_if_outgrown() = 0;
  // A serialised copy of the records in a canonical order, for comparing live with reloaded. Tests only.
  [[nodiscard]] virtual std::string dump() = 0;
};

}  // namespace kenkod::vault
