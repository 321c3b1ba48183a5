// A vault written by version 1 of the schema opens as the present one, with all it held.
#include <fcntl.h>

#include "vault/disk.hpp"
#include "vault/document_files.hpp"
#include "vault/record_vault.hpp"
#include "vault_support.hpp"

namespace kenkod::vault {
namespace {

constexpr std::array<std::string_view, 4> kTables{"meta", "documents", "checkup_blocks", "document_codes"};
constexpr const char* kCreate = R"(
CREATE TABLE meta(
  name TEXT PRIMARY KEY NOT NULL,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE documents(
  number INTEGER PRIMARY KEY NOT NULL,
  id TEXT NOT NULL UNIQUE,
  sha256 BLOB NOT NULL UNIQUE,
  kind INTEGER NOT NULL,
  date TEXT NOT NULL,
  identity BLOB,
  superseded_by INTEGER NOT NULL,
  supersedes INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  origin INTEGER NOT NULL,
  stated_origin TEXT NOT NULL,
  stored_at INTEGER NOT NULL,
  stated_at INTEGER,
  size INTEGER NOT NULL,
  key BLOB NOT NULL,
  facts BLOB NOT NULL
) STRICT;
CREATE INDEX documents_newest ON documents(kind, date DESC, number DESC);
CREATE INDEX documents_identity ON documents(identity) WHERE identity IS NOT NULL;
CREATE TABLE checkup_blocks(
  id INTEGER PRIMARY KEY NOT NULL,
  items BLOB NOT NULL
) STRICT;
CREATE TABLE document_codes(
  code TEXT NOT NULL,
  kind INTEGER NOT NULL,
  date TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY(code, kind, date, number)
) STRICT, WITHOUT ROWID;
)";
const Schema kVersion1{1, kCreate, kTables, {}};

void put_subject(ByteWriter& out, const Subject& subject) {
  for (const auto* text : {&subject.name, &subject.sex, &subject.birth_date, &subject.insurer_number,
                           &subject.insured_symbol, &subject.insured_number, &subject.insured_branch})
    out.text(*text);
}

void put_warnings(ByteWriter& out, const std::vector<Warning>& warnings) {
  out.compact(warnings.size());
  for (const Warning warning : warnings) out.u8(static_cast<std::uint8_t>(warning));
}

WipedBytes facts_1(const DocumentFacts& facts) {
  ByteWriter out;
  out.u8(static_cast<std::uint8_t>(facts.kind));
  for (const auto* text : {&facts.layout, &facts.report, &facts.programme, &facts.date, &facts.file_date,
                           &facts.facility_code, &facts.facility, &facts.author_code, &facts.author})
    out.text(*text);
  put_subject(out, facts.subject);
  put_warnings(out, facts.warnings);
  return out.take();
}

WipedBytes identity_1(const DocumentFacts& facts) {
  ByteWriter out;
  out.u8(static_cast<std::uint8_t>(facts.kind));
  out.text(facts.date);
  out.u8(1);
  out.text(facts.facility_code);
  put_subject(out, facts.subject);
  return out.take();
}

void put_item_1(ByteWriter& out, const CheckupItem& item) {
  for (const auto* text : {&item.section, &item.code, &item.value, &item.decimal, &item.unit, &item.series,
                           &item.code_system, &item.name, &item.name_received, &item.category,
                           &item.value_system, &item.value_meaning, &item.range.low, &item.range.high,
                           &item.range.unit, &item.method, &item.author, &item.group_relation})
    out.text(*text);
  out.u8(static_cast<std::uint8_t>(item.type));
  out.u8(static_cast<std::uint8_t>(item.qualifier));
  out.u8(static_cast<std::uint8_t>(item.absence));
  out.u8(static_cast<std::uint8_t>(item.interpretation));
  out.compact(item.group);
  put_warnings(out, item.warnings);
}

struct Old {
  ParsedDocument parsed;
  std::string bytes;
  std::int64_t supersedes = 0, superseded_by = 0;
};

class VaultVersion : public testing::Test {
 protected:
  VaultVersion() {
    disk::make_directory(folder().get(), kDocuments);
    Store::create(folder().get(), keys(), kVersion1, [](Database& database) {
      const auto key = key_of('c');
      for (const auto& [name, value] :
           {std::pair<std::string_view, Bytes>{"question", as_bytes("Q?")}, {"cursor-key", key.bytes()}}) {
        Statement set(database, "INSERT INTO meta VALUES(?, ?)");
        set.bind(1, name).bind(2, value).run();
      }
    });
    auto first = checkup("2025-05-01", 70);
    first.facts.report = "10";
    first.facts.warnings = {Warning::schema_order};
    auto& item = first.checkup[1];
    item.category = "血圧";
    item.value_system = "1.2";
    item.value_meaning = "あり";
    item.qualifier = Qualifier::high;
    item.absence = Absence::not_measurable;
    item.method = "m";
    item.author = "医師";
    item.group_relation = "COMP";
    item.warnings = {Warning::unknown_code, Warning::superseded_code};
    documents = {
        {first, "one", 0, 2}, {checkup("2025-05-01", 40), "two", 1, 0}, {checkup("2024-05-01", 3), "three"}};
    documents[1].parsed.facts.report = "10";
    // The first lies in the snapshot, the others in the log.
    for (std::size_t i = 0; i < documents.size(); ++i) {
      Store store(folder(), keys(), kVersion1);
      store.commit(
          [&](Database& database) { insert(database, static_cast<std::int64_t>(i + 1), documents[i]); });
      if (i == 0) store.fold();
    }
  }

  [[nodiscard]] Fd folder() const {
    return Fd(::open(directory.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  }
  [[nodiscard]] StoreKeys keys() const { return {id, 1, data_key.bytes()}; }
  [[nodiscard]] std::unique_ptr<RecordVault> open() const {
    return std::make_unique<RecordVault>(folder(), keys(), clock);
  }
  static std::string id_of(std::int64_t number) { return std::string(31, 'a') + std::to_string(number); }

  void insert(Database& database, std::int64_t number, const Old& old) const {
    const auto key = key_of('d');
    const auto& facts = old.parsed.facts;
    (void)DocumentFiles(folder().get(), id).write(id_of(number), key.bytes(), as_bytes(old.bytes));
    const auto hash = sha256(old.bytes);
    const auto packed = facts_1(facts);
    const auto identity = identity_1(facts);
    const auto name = id_of(number);
    Statement insert(
        database, "INSERT INTO documents VALUES(?, ?, ?, 1, ?, ?, ?, ?, ?, 2, 'portal', 7, NULL, ?, ?, ?)");
    insert.bind(1, number).bind(2, name).bind(3, Bytes(hash)).bind(4, facts.date).bind(5, Bytes(identity));
    insert.bind(6, old.superseded_by)
        .bind(7, old.supersedes)
        .bind(8, std::int64_t{old.supersedes != 0 ? 2 : 1});
    insert.bind(9, static_cast<std::int64_t>(old.bytes.size()))
        .bind(10, key.bytes())
        .bind(11, Bytes(packed))
        .run();
    for (std::size_t at = 0; at < old.parsed.checkup.size(); at += 32) {
      ByteWriter block;
      for (std::size_t i = at; i < std::min(at + 32, old.parsed.checkup.size()); ++i) {
        const auto& item = old.parsed.checkup[i];
        put_item_1(block, item);
        Statement code(database, "INSERT OR IGNORE INTO document_codes VALUES(?, 1, ?, ?)");
        code.bind(1, item.code).bind(2, facts.date).bind(3, number).run();
      }
      Statement blocks(database, "INSERT INTO checkup_blocks VALUES(?, ?)");
      blocks.bind(1, (number << 20) + static_cast<std::int64_t>(at)).bind(2, Bytes(block.bytes())).run();
    }
  }

  TemporaryDirectory directory;
  TestClock clock;
  SecretBuffer data_key = key_of('k');
  VaultId id{1, 2, 3};
  std::vector<Old> documents;
};

TEST_F(VaultVersion, OpensWhatVersion1Wrote) {
  std::string dump;
  for (int round = 0; round < 2; ++round) {
    const auto vault = open();
    if (round == 0)
      dump = vault->dump();
    else
      EXPECT_EQ(vault->dump(), dump);
    EXPECT_TRUE(dump.starts_with("version 3\n"));
    EXPECT_EQ(vault->question(), "Q?");
    RecordQuery query;
    query.superseded = true;
    query.limit = 1000;
    const auto rows = vault->query(query).rows;
    std::vector<CheckupItem> expected;
    for (const std::size_t i : {1U, 0U, 2U})
      expected.insert(expected.end(), documents[i].parsed.checkup.begin(), documents[i].parsed.checkup.end());
    ASSERT_EQ(rows.size(), expected.size());
    for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(rows[i].item, Record(expected[i])) << i;
    EXPECT_EQ(rows.front().document->facts, documents[1].parsed.facts);
    EXPECT_EQ(rows.front().document->supersedes, id_of(1));
    query.superseded = false;
    EXPECT_EQ(vault->query(query).rows.size(), 43U);
    query.code = "9A751000000000001";
    EXPECT_EQ(vault->query(query).rows.size(), 6U + 1U);
    for (std::size_t i = 0; i < documents.size(); ++i) {
      const auto bytes = vault->read_document(id_of(static_cast<std::int64_t>(i + 1)));
      EXPECT_EQ(std::string(bytes.begin(), bytes.end()), documents[i].bytes);
    }
  }
}

TEST_F(VaultVersion, AsksWhoseItIsAtTheNextDocumentAndRevisesByTheNewRules) {
  const auto vault = open();
  auto next = checkup("2025-05-01", 5);
  next.facts.report = "10";
  EXPECT_EQ(add(*vault, documents[2].parsed, "three").outcome, Outcome::already_there);
  EXPECT_TRUE(vault->judge(next.facts, sha256("next")).subject_unconfirmed);
  const auto added = add(*vault, next, "next");
  EXPECT_EQ(added.outcome, Outcome::revised);
  EXPECT_EQ(vault->find_document(added.document)->supersedes, id_of(2));
  EXPECT_EQ(vault->find_document(added.document)->revision, 3U);
  next.facts.report = "40";
  EXPECT_EQ(add(*vault, next, "of another report").outcome, Outcome::imported);
}

TEST_F(VaultVersion, OpensWhatVersion2Wrote) {
  // Version 2 is version 3 without the tables of the link.
  std::string dump;
  {
    const auto vault = open();
    dump = vault->dump();
  }
  constexpr std::array<std::string_view, 4> kTables2{"meta", "documents", "record_blocks", "document_codes"};
  {
    Store store(folder(), keys(), record_schema());
    store.database().run("DROP TABLE fetches; DROP TABLE principals; PRAGMA user_version = 2");
    store.fold();
  }
  {
    const Schema version2{2, nullptr, kTables2, {}};
    Store store(folder(), keys(), version2);
    store.commit([](Database& database) { database.run("INSERT INTO meta VALUES('of the log', x'01')"); });
  }
  {
    const auto vault = open();
    EXPECT_TRUE(vault->dump().starts_with("version 3\n"));
    EXPECT_NE(vault->dump().find("'of the log'"), std::string::npos);
    EXPECT_EQ(vault->dump().size(), dump.size() + std::string("'of the log'|X'01'\n").size());
    EXPECT_EQ(vault->document_count(), 3U);
    vault->set_principals({{"p", "n"}});
    vault->add_fetch({});
    dump = vault->dump();
  }
  EXPECT_EQ(open()->dump(), dump);
  EXPECT_EQ(open()->fetches().size(), 1U);
}

}  // namespace
}  // namespace kenkod::vault
