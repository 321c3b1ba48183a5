#include "vault/record_vault.hpp"

#include <sodium.h>

#include <future>
#include <utility>

#include "vault/block_table.hpp"
#include "vault/checkup_query.hpp"
#include "vault/dated_query.hpp"
#include "vault/disk.hpp"
#include "vault/document_table.hpp"
#include "vault/host_keys.hpp"
#include "vault/meta_table.hpp"
#include "vault/person.hpp"
#include "vault/record_codec.hpp"

namespace kenkod::vault {
namespace {

std::string new_document_id() {
  const auto random = SecretBuffer::random(16);
  return hex(random.bytes());
}

void require_hash(std::span<const std::uint8_t> sha256) {
  if (sha256.size() != crypto_hash_sha256_BYTES)
    throw Error(ErrorCode::InvalidArgument, "The hash has a wrong size.");
}

std::optional<Subject> person_of(Database& database) {
  const auto bytes = find_meta(database, kSubject);
  if (!bytes) return std::nullopt;
  return decode_person(*bytes);
}

// Whose documents these are, once this one is in.
void keep_person(Database& database, const Subject& stated) {
  if (!names_anyone(stated)) return;
  const auto known = person_of(database);
  const auto person = learned(known.value_or(Subject()), stated);
  if (known && person == *known) return;
  ByteWriter out;
  encode_person(out, person);
  set_meta(database, kSubject, out.bytes());
}

}  // namespace

Added summary_of(const ParsedDocument& parsed) {
  auto warnings = parsed.facts.warnings.size();
  for (const auto& item : parsed.checkup) warnings += item.warnings.size();
  for (const auto& item : parsed.medication) warnings += item.warnings.size();
  for (const auto& item : parsed.expense) warnings += item.warnings.size();
  Added added;
  added.records = static_cast<std::uint32_t>(parsed.records());
  added.warnings = static_cast<std::uint32_t>(warnings);
  return added;
}

void RecordVault::create(int directory, const StoreKeys& keys, const std::string& question) {
  disk::make_directory(directory, kDocuments);
  Store::create(directory, keys, record_schema(), [&](Database& database) {
    set_meta(database, kQuestion, as_bytes(question));
    const auto cursor_key = SecretBuffer::random(kKeyBytes);
    set_meta(database, kCursorKey, cursor_key.bytes());
  });
}

RecordVault::RecordVault(Fd directory, StoreKeys keys, const Clock& clock)
    : id_(keys.vault),
      clock_(clock),
      store_(std::move(directory), std::move(keys), record_schema()),
      files_(store_.directory(), id_) {
  const auto key = meta(store_.database(), kCursorKey);
  if (key.size() != kKeyBytes) throw damaged("records");
  cursor_key_ = SecretBuffer(key);
  std::unordered_set<std::string> named;
  Statement ids(store_.database(), "SELECT id FROM documents");
  while (ids.next()) named.insert(ids.text(0));
  files_.remove_all_but(named);
}

Judgement RecordVault::judge(const DocumentFacts& facts, std::span<const std::uint8_t> sha256) {
  require_hash(sha256);
  auto& database = store_.database();
  Judgement judgement;
  if (auto there = find_by_hash(database, sha256)) {
    judgement.outcome = Outcome::already_there;
    judgement.document = std::move(*there);
    return judgement;
  }
  const auto known = person_of(database);
  const auto comparison = compare(known.value_or(Subject()), facts.subject);
  if (!comparison.differs.empty())
    throw Error(ErrorCode::ForeignSubject, "The document is about another person.")
        .with("differs", comparison.differs);
  judgement.subject_unconfirmed = names_anyone(facts.subject) && !comparison.recognised;
  if (find_replaced(database, facts) != 0) judgement.outcome = Outcome::revised;
  return judgement;
}

Added RecordVault::add(const ParsedDocument& parsed, std::span<const std::uint8_t> bytes,
                       std::span<const std::uint8_t> sha256, const DocumentSource& source) {
  auto judgement = judge(parsed.facts, sha256);
  auto added = summary_of(parsed);
  added.document = std::move(judgement.document);
  added.outcome = judgement.outcome;
  if (added.outcome == Outcome::already_there) return added;
  if (judgement.subject_unconfirmed && !source.subject_confirmed)
    throw Error(ErrorCode::ForeignSubject, "Nobody has said that the document is about this person.");
  fold_if_outgrown();

  StoredDocument document;
  document.info.id = added.document = new_document_id();
  document.info.origin = source.origin;
  document.info.stated_origin = source.stated_origin;
  document.info.stated_at = source.stated_at;
  document.info.stored_at = clock_.realtime_us() / 1'000'000;
  document.info.size = bytes.size();
  document.info.facts = parsed.facts;
  document.key = SecretBuffer::random(kKeyBytes);
  document.sha256.assign(sha256.begin(), sha256.end());

  // Sealing and syncing the file takes as long as taking its records in: at the same time. The file is safe
  // on the disk before the record that names it goes into the log.
  auto written =
      std::async(std::launch::async, [&] { files_.write(document.info.id, document.key.bytes(), bytes); });
  try {
    store_.commit([&](Database& database) {
      const auto inserted = insert_document(database, document);
      insert_records(database, inserted.number, parsed);
      keep_person(database, parsed.facts.subject);
      if (inserted.revised) added.outcome = Outcome::revised;
      written.get();
    });
  } catch (...) {
    if (written.valid()) written.wait();
    // A closed store does not know whether the record reached the disk: the next opening removes what none
    // names.
    if (store_.is_open()) files_.discard(document.info.id);
    throw;
  }
  return added;
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

void RecordVault::fold() { store_.fold(); }

void RecordVault::fold_if_outgrown() {
  try {
    store_.fold_if_outgrown();
  } catch (const Error&) {
    // The log may go on growing; should the disk be full, what follows says so.
    (void)store_.database();
  }
}

std::string RecordVault::dump() { return store_.database().canonical_text(); }

std::string RecordVault::question() {
  const auto value = meta(store_.database(), kQuestion);
  return {value.begin(), value.end()};
}

void RecordVault::prepare_change(const StoreKeys& next, const std::string& question) {
  const std::string before = this->question();
  store_.prepare(
      next, [&](Database& database) { set_meta(database, kQuestion, as_bytes(question)); },
      [&](Database& database) { set_meta(database, kQuestion, as_bytes(before)); });
}

void RecordVault::adopt_change(StoreKeys next) noexcept {
  try {
    store_.adopt(std::move(next));
  } catch (const std::exception&) {
    store_.close();
  }
}

}  // namespace kenkod::vault
