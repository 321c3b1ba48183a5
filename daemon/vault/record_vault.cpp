#include "vault/record_vault.hpp"

#include <sodium.h>

#include <utility>

#include "vault/checkup_query.hpp"
#include "vault/checkup_table.hpp"
#include "vault/disk.hpp"
#include "vault/document_table.hpp"
#include "vault/host_keys.hpp"

namespace kenkod::vault {
namespace {

constexpr std::string_view kQuestion = "question";
constexpr std::string_view kCursorKey = "cursor-key";

void set_meta(Database& database, std::string_view name, Bytes value) {
  Statement set(
      database,
      "INSERT INTO meta(name, value) VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value");
  set.bind(1, name).bind(2, value).run();
}

WipedBytes meta(Database& database, std::string_view name) {
  Statement get(database, "SELECT value FROM meta WHERE name = ?");
  get.bind(1, name);
  if (!get.next()) throw damaged("records");
  const Bytes value = get.blob(0);
  return {value.begin(), value.end()};
}

std::string new_document_id() {
  const auto random = SecretBuffer::random(16);
  return hex(random.bytes());
}

std::uint32_t warning_count(const ParsedDocument& parsed) {
  auto count = parsed.facts.warnings.size();
  for (const auto& item : parsed.checkup) count += item.warnings.size();
  return static_cast<std::uint32_t>(count);
}

}  // namespace

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

Added RecordVault::add(const ParsedDocument& parsed, std::span<const std::uint8_t> bytes,
                       std::span<const std::uint8_t> sha256, const DocumentSource& source) {
  if (sha256.size() != crypto_hash_sha256_BYTES)
    throw Error(ErrorCode::InvalidArgument, "The hash has a wrong size.");
  Added added{"", Outcome::imported, static_cast<std::uint32_t>(parsed.checkup.size()),
              warning_count(parsed)};
  if (auto there = find_by_hash(store_.database(), sha256)) {
    added.document = std::move(*there);
    added.outcome = Outcome::already_there;
    return added;
  }
  try {
    store_.fold_if_outgrown();
  } catch (const Error&) {
    // The log may go on growing; should the disk be full, what follows says so.
    (void)store_.database();
  }

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

  files_.write(document.info.id, document.key.bytes(), bytes);
  try {
    store_.commit([&](Database& database) {
      const auto inserted = insert_document(database, document);
      insert_items(database, inserted.number, parsed.facts, parsed.checkup);
      if (inserted.revised) added.outcome = Outcome::revised;
    });
  } catch (...) {
    // A closed store does not know whether the record reached the disk: the next opening removes what none
    // names.
    if (store_.is_open()) files_.discard(document.info.id);
    throw;
  }
  return added;
}

CheckupPage RecordVault::query(const RecordQuery& query) {
  return query_checkup(store_.database(), query, cursor_key_.bytes());
}

void RecordVault::for_each_document(
    const std::function<void(const DocumentInfo&, std::span<const std::uint8_t>)>& each) {
  const std::string sql = "SELECT " + std::string(kDocumentColumns) + " FROM documents d ORDER BY d.number";
  Statement rows(store_.database(), sql);
  while (rows.next()) {
    const auto document = read_document(rows);
    if (document.key.size() != kKeyBytes) throw damaged("records");
    const auto content = files_.read(document.info.id, document.key.bytes(), document.info.size);
    Hash hash{};
    crypto_hash_sha256(hash.data(), content.data(), content.size());
    if (!equal(hash, document.sha256)) throw damaged("document").with("document", document.info.id);
    each(document.info, content);
  }
}

std::uint64_t RecordVault::document_count() {
  Statement count(store_.database(), "SELECT count(*) FROM documents");
  count.next();
  return static_cast<std::uint64_t>(count.integer(0));
}

void RecordVault::fold() { store_.fold(); }

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
