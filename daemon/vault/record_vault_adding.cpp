// Documents going in.
#include <sodium.h>

#include <utility>

#include "common/hex.hpp"
#include "vault/block_table.hpp"
#include "vault/compartments.hpp"
#include "vault/document_table.hpp"
#include "vault/document_writer.hpp"
#include "vault/person.hpp"
#include "vault/person_table.hpp"
#include "vault/record_vault.hpp"

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

Judgement judge_against(Database& database, const DocumentFacts& facts,
                        std::span<const std::uint8_t> sha256) {
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

// For a document that a document before it in the same commit may decide about.
Judgement judge_for_adding(Database& database, const NewDocument& document) {
  auto judgement = judge_against(database, document.parsed->facts, document.sha256);
  if (judgement.subject_unconfirmed && !document.source.subject_confirmed)
    throw Error(ErrorCode::ForeignSubject, "Nobody has said that the document is about this person.");
  return judgement;
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

Judgement RecordVault::judge(const DocumentFacts& facts, std::span<const std::uint8_t> sha256) {
  require_hash(sha256);
  return judge_against(store_.database(), facts, sha256);
}

Added RecordVault::add(const ParsedDocument& parsed, std::span<const std::uint8_t> bytes,
                       std::span<const std::uint8_t> sha256, const DocumentSource& source) {
  const NewDocument document{&parsed, bytes, sha256, source};
  auto result = std::move(add_all({&document, 1}).front());
  if (result.refused) throw Error(*result.refused);
  return std::move(result.added);
}

std::vector<AddedOrRefused> RecordVault::add_all(std::span<const NewDocument> documents) {
  for (const auto& document : documents) require_hash(document.sha256);
  fold_if_outgrown();
  std::vector<AddedOrRefused> results;
  results.reserve(documents.size());
  DocumentWriter writer(files_);
  try {
    store_.commit([&](Database& database) {
      for (const auto& document : documents) results.push_back(take_in(database, writer, document));
      // The files are safe on the disk before the records that name them go into the log.
      writer.finish();
    });
  } catch (...) {
    // A closed store does not know whether the records reached the disk: the next opening removes what none
    // names.
    if (store_.is_open()) writer.discard();
    throw;
  }
  return results;
}

AddedOrRefused RecordVault::take_in(Database& database, DocumentWriter& writer, const NewDocument& entry) {
  AddedOrRefused result;
  const auto& parsed = *entry.parsed;
  auto& added = result.added = summary_of(parsed);
  try {
    auto judgement = judge_for_adding(database, entry);
    added.document = std::move(judgement.document);
    added.outcome = judgement.outcome;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::ForeignSubject) throw;
    result.refused = error;
    return result;
  }
  if (added.outcome == Outcome::already_there) return result;

  StoredDocument document;
  document.info.id = added.document = new_document_id();
  document.info.origin = entry.source.origin;
  document.info.stated_origin = entry.source.stated_origin;
  document.info.stated_at = entry.source.stated_at;
  document.info.stored_at = clock_.realtime_us() / 1'000'000;
  document.info.size = entry.bytes.size();
  document.info.facts = parsed.facts;
  document.key = SecretBuffer::random(kKeyBytes);
  document.sha256.assign(entry.sha256.begin(), entry.sha256.end());

  writer.add(document.info.id, document.key, entry.bytes);
  const auto inserted = insert_document(database, document);
  insert_records(database, inserted.number, parsed);
  keep_person(database, parsed.facts.subject);
  if (inserted.revised) added.outcome = Outcome::revised;
  return result;
}

}  // namespace kenkod::vault
