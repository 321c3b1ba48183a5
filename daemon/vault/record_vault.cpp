#include "vault/record_vault.hpp"

#include <sodium.h>

#include <utility>

#include "vault/checkup_query.hpp"
#include "vault/compartments.hpp"
#include "vault/dated_query.hpp"
#include "vault/disk.hpp"
#include "vault/document_table.hpp"
#include "vault/host_keys.hpp"
#include "vault/meta_table.hpp"
#include "vault/principal_table.hpp"

namespace kenkod::vault {
void RecordVault::create(int directory, const StoreKeys& keys, const std::string& question,
                         const SecretBuffer& recovery_wrapping_key) {
  disk::make_directory(directory, kDocuments);
  Store::create(directory, keys, record_schema(), [&](Database& database) {
    set_meta(database, kQuestion, as_bytes(question));
    const auto cursor_key = SecretBuffer::random(kKeyBytes);
    set_meta(database, kCursorKey, cursor_key.bytes());
    if (!recovery_wrapping_key.empty())
      set_meta(database, kRecoveryWrappingKey, recovery_wrapping_key.bytes());
  });
}

RecordVault::RecordVault(Fd directory, StoreKeys keys, const Clock& clock, Holder holder)
    : id_(keys.vault),
      holder_(holder),
      clock_(clock),
      store_(std::move(directory), std::move(keys), record_schema()),
      files_(store_.directory(), id_) {
  const auto key = meta(store_.database(), kCursorKey);
  if (key.size() != kKeyBytes) throw damaged("records");
  cursor_key_ = SecretBuffer(key);
  remove_unnamed_files();
  if (holder_ == Holder::principal) return;
  compartments_ = std::make_unique<Compartments>(store_, id_, clock_);
  compartments_->remove_keyless();
}

RecordVault::~RecordVault() = default;

void RecordVault::remove_unnamed_files() {
  std::unordered_set<std::string> named;
  Statement ids(store_.database(), "SELECT id FROM documents");
  while (ids.next()) named.insert(ids.text(0));
  files_.remove_all_but(named);
}

RecordPage RecordVault::query(const RecordQuery& query) {
  auto& database = store_.database();
  switch (query.kind) {
    case Kind::checkup:
      return query_checkup(database, query, cursor_key_.bytes());
    case Kind::medication:
      return query_medication(database, query, cursor_key_.bytes());
    case Kind::expense:
      return query_expense(database, query, cursor_key_.bytes());
  }
  return {};
}

WipedBytes RecordVault::content_of(const StoredDocument& document) {
  if (document.key.size() != kKeyBytes) throw damaged("records");
  auto content = files_.read(document.info.id, document.key.bytes(), document.info.size);
  Hash hash{};
  crypto_hash_sha256(hash.data(), content.data(), content.size());
  if (!equal(hash, document.sha256)) throw damaged("document").with("document", document.info.id);
  return content;
}

std::optional<DocumentInfo> RecordVault::find_document(const std::string& id) {
  const auto found = find_stored(store_.database(), id);
  if (!found) return std::nullopt;
  return found->info;
}

WipedBytes RecordVault::read_document(const std::string& id) {
  const auto found = find_stored(store_.database(), id);
  if (!found) throw Error(ErrorCode::InvalidArgument, "There is no such document.").with("key", "id");
  return content_of(*found);
}

void RecordVault::for_each_document(
    const std::function<void(const DocumentInfo&, std::span<const std::uint8_t>)>& each) {
  const std::string sql = "SELECT " + std::string(kDocumentColumns) + " FROM documents d ORDER BY d.number";
  Statement rows(store_.database(), sql);
  while (rows.next()) {
    const auto document = read_stored(rows);
    each(document.info, content_of(document));
  }
}

std::uint64_t RecordVault::document_count() {
  Statement count(store_.database(), "SELECT count(*) FROM documents");
  count.next();
  return static_cast<std::uint64_t>(count.integer(0));
}

void RecordVault::discard() noexcept { store_.close(); }

void RecordVault::fold() { store_.fold(); }

void RecordVault::fold_if_outgrown() {
  try {
    store_.fold_if_outgrown();
  } catch (const Error&) {
    // The log may go on growing; should the disk be full, what follows says so.
    (void)store_.database();
  }
}

std::string RecordVault::dump() {
  std::string out = store_.database().canonical_text();
  if (compartments_ == nullptr) return out;
  for (const auto& row : read_principals(store_.database()))
    if (!row.key.empty())
      out += "principal " + row.principal.id + "\n" + compartment(row.principal.id).dump();
  return out;
}

std::string RecordVault::question() {
  const auto value = meta(store_.database(), kQuestion);
  return {value.begin(), value.end()};
}

}  // namespace kenkod::vault
