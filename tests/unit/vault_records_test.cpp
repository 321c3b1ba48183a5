// Adding, revising and paging documents.
#include <fmt/format.h>

#include "vault_support.hpp"

namespace kenkod::vault {
namespace {

class VaultRecords : public testing::Test {
 protected:
  VaultRecords() { vault = directory->create(kHanako, directory->new_vault_id(), kencom(), {}, false).vault; }
  void reopen() {
    vault.reset();
    vault = directory->open(kHanako, secret("kencom"), {});
  }
  // All pages; every row as "document date/value".
  std::vector<std::string> walk(RecordQuery query) {
    std::vector<std::string> rows;
    for (;;) {
      const auto page = vault->query(query);
      EXPECT_LE(page.rows.size(), query.limit);
      for (const auto& row : page.rows)
        rows.push_back(row.document->facts.date + " " + std::to_string(row.id));
      if (page.cursor.empty()) return rows;
      EXPECT_EQ(page.rows.size(), query.limit);
      query.cursor = page.cursor;
    }
  }
  Machine machine;
  std::unique_ptr<VaultDirectory> directory = machine.directory();
  std::unique_ptr<Vault> vault;
};

TEST_F(VaultRecords, KeepsEveryField) {
  auto parsed = checkup("2025-05-01", 1);
  parsed.facts.report = "10";
  parsed.facts.programme = "010";
  parsed.facts.part = "section";
  parsed.facts.file_date = "2025-05-02";
  parsed.facts.author_code = "9";
  parsed.facts.author = "架空組合";
  parsed.facts.subject.kana = "カクウ ハナコ";
  parsed.facts.subject.insurer_number = "01130012";
  parsed.facts.subject.insured_symbol = "記号";
  parsed.facts.subject.insured_number = "番号";
  parsed.facts.subject.insured_branch = "01";
  parsed.facts.warnings = {Warning::date_is_file_date, Warning::schema_order};
  auto& item = parsed.checkup[0];
  item.category = "血圧";
  item.date = "2025-04-30";
  item.flag = Flag::referral;
  item.flag_basis = "2024/A";
  item.value_system = "1.2";
  item.value_meaning = "あり";
  item.qualifier = Qualifier::high;
  item.absence = Absence::not_measurable;
  item.range = {"1", "2", "3"};
  item.method = "m";
  item.author = "医師";
  item.group = 300;
  item.group_relation = "COMP";
  item.warnings = {Warning::unknown_code, Warning::superseded_code};
  const auto added = add(*vault, parsed, "bytes", {Origin::import, "portal", 77});
  EXPECT_EQ(added.outcome, Outcome::imported);
  EXPECT_EQ(added.records, 1U);
  EXPECT_EQ(added.warnings, 4U);
  for (int round = 0; round < 2; ++round, reopen()) {
    const auto page = vault->query({});
    ASSERT_EQ(page.rows.size(), 1U);
    EXPECT_EQ(page.rows[0].item, Record(item));
    const auto& info = *page.rows[0].document;
    EXPECT_EQ(info.facts, parsed.facts);
    EXPECT_EQ(info.id, added.document);
    EXPECT_EQ(info.id.size(), 32U);
    EXPECT_EQ(info.sha256.size(), 64U);
    EXPECT_EQ(info.origin, Origin::import);
    EXPECT_EQ(info.stated_origin, "portal");
    EXPECT_EQ(info.stated_at, 77);
    EXPECT_EQ(info.stored_at, 1'800'000'000);
    EXPECT_EQ(info.size, 5U);
    EXPECT_EQ(info.revision, 1U);
    EXPECT_EQ(info.supersedes, "");
    EXPECT_FALSE(info.superseded);
  }
}

TEST_F(VaultRecords, TakesTheSameBytesOnce) {
  const auto first = add(*vault, checkup("2025-05-01", 2), "same");
  const auto before = read_all(machine.vault_path() / "log");
  const auto again = add(*vault, checkup("2025-05-01", 2), "same");
  EXPECT_EQ(again.outcome, Outcome::already_there);
  EXPECT_EQ(again.document, first.document);
  EXPECT_EQ(vault->document_count(), 1U);
  EXPECT_EQ(read_all(machine.vault_path() / "log"), before);
}

TEST_F(VaultRecords, SupersedesWithoutDeleting) {
  const auto first = add(*vault, checkup("2025-05-01", 2), "v1");
  const auto second = add(*vault, checkup("2025-05-01", 3), "v2");
  const auto third = add(*vault, checkup("2025-05-01", 4), "v3");
  EXPECT_EQ(add(*vault, checkup("2025-05-01", 2), "v1").outcome, Outcome::already_there);
  EXPECT_EQ(add(*vault, checkup("2025-05-02", 1), "other day").outcome, Outcome::imported);
  EXPECT_EQ(add(*vault, checkup("2025-05-01", 1, "1310000002"), "other place").outcome, Outcome::imported);
  EXPECT_EQ(second.outcome, Outcome::revised);
  EXPECT_EQ(third.outcome, Outcome::revised);
  RecordQuery query;
  query.document = third.document;
  const auto info = vault->query(query).rows.at(0).document;
  EXPECT_EQ(info->revision, 3U);
  EXPECT_EQ(info->supersedes, second.document);
  query.document = first.document;
  EXPECT_TRUE(vault->query(query).rows.empty());
  query.superseded = true;
  EXPECT_EQ(vault->query(query).rows.size(), 2U);
  EXPECT_TRUE(vault->query(query).rows[0].document->superseded);
  EXPECT_EQ(walk({}).size(), 4U + 1U + 1U);
  RecordQuery all;
  all.superseded = true;
  EXPECT_EQ(walk(all).size(), 2U + 3U + 4U + 1U + 1U);
}

TEST_F(VaultRecords, RevisesTheSameExaminationOnly) {
  const auto of = [](const std::string& report, const std::string& programme, const std::string& part) {
    auto parsed = checkup("2025-05-01", 1);
    parsed.facts.report = report;
    parsed.facts.programme = programme;
    parsed.facts.part = part;
    return parsed;
  };
  EXPECT_EQ(add(*vault, of("10", "010", ""), "a").outcome, Outcome::imported);
  EXPECT_EQ(add(*vault, of("40", "010", ""), "b").outcome, Outcome::imported);
  EXPECT_EQ(add(*vault, of("10", "020", ""), "c").outcome, Outcome::imported);
  EXPECT_EQ(add(*vault, of("10", "010", "Observation/1"), "d").outcome, Outcome::imported);
  // A vault has one person: how a document writes them makes no other examination.
  auto again = of("10", "010", "");
  again.facts.subject.insured_number = "1";
  EXPECT_EQ(add(*vault, again, "e").outcome, Outcome::revised);
  // Another kind is no revision of a check-up.
  auto medicines = of("10", "010", "");
  medicines.facts.kind = Kind::medication;
  medicines.checkup.clear();
  EXPECT_EQ(add(*vault, medicines, "f").outcome, Outcome::imported);
}

TEST_F(VaultRecords, PutsItemsOfOwnDatesInTheirPlace) {
  auto parsed = checkup("2025-05-01", 80);
  for (std::size_t i = 0; i < parsed.checkup.size(); ++i) {
    auto& item = parsed.checkup[i];
    item.date = i % 2 == 0 ? "" : i % 4 == 1 ? "2023-05-01" : "2021-05-01";
    item.value = std::to_string(i);
  }
  const auto several = add(*vault, parsed, "several examinations").document;
  add(*vault, checkup("2023-05-01", 40, "1310000002"), "one");
  add(*vault, checkup("2022-05-01", 3), "another");
  const auto told = [](const RecordRow& row) {
    return std::string(date_of(row)) + " " + std::get<CheckupItem>(row.item).value;
  };
  const auto pages = [&](RecordQuery query) {
    std::vector<std::string> rows;
    do {
      const auto page = vault->query(query);
      for (const auto& row : page.rows) rows.push_back(told(row));
      query.cursor = page.cursor;
    } while (!query.cursor.empty());
    return rows;
  };
  RecordQuery query;
  query.limit = 1000;
  const auto all = pages(query);
  ASSERT_EQ(all.size(), 80U + 40U + 3U);
  EXPECT_EQ(all[0], "2025-05-01 0");
  EXPECT_EQ(all[39], "2025-05-01 78");
  EXPECT_TRUE(all[40].starts_with("2023-05-01 1"));
  EXPECT_EQ(all[80], "2023-05-01 1");
  EXPECT_EQ(all[100].substr(0, 10), "2022-05-01");
  EXPECT_EQ(all[103], "2021-05-01 3");
  for (const std::uint32_t limit : {1U, 7U, 32U, 40U}) {
    query.limit = limit;
    EXPECT_EQ(pages(query), all) << limit;
  }
  query.from = "2021-05-01";
  query.to = "2023-01-01";
  EXPECT_EQ(pages(query).size(), 3U + 20U);
  query = {};
  query.limit = 7;
  query.document = several;
  const auto of_one = pages(query);
  ASSERT_EQ(of_one.size(), 80U);
  EXPECT_EQ(of_one[40], "2023-05-01 1");
  EXPECT_EQ(of_one[79], "2021-05-01 79");
  query.to = "2023-05-01";
  EXPECT_EQ(pages(query).size(), 40U);
  query.code = parsed.checkup[1].code;
  EXPECT_EQ(pages(query), (std::vector<std::string>{"2023-05-01 1", "2021-05-01 51"}));
  query.document = "";
  query.to = "2022-12-31";
  EXPECT_EQ(pages(query), (std::vector<std::string>{"2022-05-01 101", "2021-05-01 51"}));
}

TEST_F(VaultRecords, DoesNotGuessARevisionWithoutAFacility) {
  auto parsed = checkup("2025-05-01", 1, "");
  parsed.facts.facility = "";
  EXPECT_EQ(add(*vault, parsed, "a").outcome, Outcome::imported);
  EXPECT_EQ(add(*vault, parsed, "b").outcome, Outcome::imported);
}

TEST_F(VaultRecords, ShowsAResultOnceThatADocumentWithoutAFacilityRepeats) {
  const auto told = [&](RecordQuery query) {
    std::vector<std::string> rows;
    do {
      const auto page = vault->query(query);
      for (const auto& row : page.rows)
        rows.push_back(row.document->sha256.substr(0, 4) + " " + std::get<CheckupItem>(row.item).value);
      query.cursor = page.cursor;
    } while (!query.cursor.empty());
    return rows;
  };
  const auto mark = [](const std::string& bytes) {
    const auto hash = sha256(bytes);
    return fmt::format("{:02x}{:02x}", hash[0], hash[1]);
  };
  const auto without_facility = [](int items) {
    auto parsed = checkup("2025-05-01", items, "");
    parsed.facts.facility = "";
    for (auto& item : parsed.checkup) item.unit = "mmHg";
    return parsed;
  };
  auto first = without_facility(3);
  first.checkup.push_back(first.checkup[2]);  // found twice
  add(*vault, first, "first download");
  const auto once = mark("first download");
  EXPECT_EQ(told({}), (std::vector{once + " 100", once + " 101", once + " 102", once + " 102"}));

  auto second = without_facility(3);
  second.checkup[1].value = second.checkup[1].decimal = "150";  // corrected since: nobody knows which holds
  const auto later = add(*vault, second, "second download").document;
  const auto twice = mark("second download");
  EXPECT_EQ(told({}), (std::vector{twice + " 100", twice + " 150", twice + " 102", once + " 101"}));

  add(*vault, checkup("2025-05-01", 2), "of the facility");
  const auto own = mark("of the facility");
  const std::vector expected{own + " 100", own + " 101", twice + " 150", twice + " 102"};
  EXPECT_EQ(told({}), expected);
  for (const std::uint32_t limit : {1U, 2U, 3U}) {
    RecordQuery query;
    query.limit = limit;
    EXPECT_EQ(told(query), expected) << limit;
  }
  RecordQuery all;
  all.superseded = true;
  EXPECT_EQ(told(all).size(), 4U + 3U + 2U);
  RecordQuery of_one;
  of_one.document = later;
  EXPECT_EQ(told(of_one), (std::vector{twice + " 150", twice + " 102"}));
  add(*vault, checkup("2025-05-02", 3, "1310000009"), "another day");
  EXPECT_EQ(told({}).size(), expected.size() + 3);
}

TEST_F(VaultRecords, PagesNewestFirstWhateverThePageSize) {
  for (int i = 0; i < 9; ++i)
    add(*vault, checkup("202" + std::to_string(i * 7 % 10) + "-05-01", i * 3 % 8), "doc" + std::to_string(i));
  add(*vault, checkup("2024-05-01", 5, "1310000002"), "same day elsewhere");
  RecordQuery query;
  query.limit = 1000;
  const auto all = walk(query);
  EXPECT_EQ(all.size(), 28U + 5U);
  for (std::size_t i = 1; i < all.size(); ++i) {
    const auto date = [&](std::size_t at) { return all[at].substr(0, 10); };
    EXPECT_GE(date(i - 1), date(i));
  }
  for (const std::uint32_t limit : {1U, 2U, 3U, 7U, 32U, 33U}) {
    query.limit = limit;
    EXPECT_EQ(walk(query), all) << limit;
  }
  query.from = "2023-05-01";
  query.to = "2027-05-01";
  for (const auto& row : walk(query)) {
    EXPECT_GE(row, query.from);
    EXPECT_LE(row.substr(0, 10), query.to);
  }
}

TEST_F(VaultRecords, FindsOneCode) {
  for (int i = 0; i < 4; ++i)
    add(*vault, checkup("202" + std::to_string(i) + "-05-01", 10), std::to_string(i));
  RecordQuery query;
  query.code = "9A751000000000001";
  query.limit = 3;
  EXPECT_EQ(walk(query).size(), 8U);
  query.from = "2022-01-01";
  EXPECT_EQ(walk(query).size(), 4U);
  query.code = "no such code";
  EXPECT_TRUE(walk(query).empty());
}

TEST_F(VaultRecords, RefusesHostileQueries) {
  add(*vault, checkup("2025-05-01", 5), "x");
  RecordQuery query;
  query.limit = 2;
  const auto cursor = vault->query(query).cursor;
  ASSERT_FALSE(cursor.empty());
  auto altered = cursor;
  altered[3] = altered[3] == '0' ? '1' : '0';
  for (const std::string& bad : {std::string("x"), altered, cursor + "0", cursor.substr(1),
                                 std::string(48, '0'), std::string(48, '\0'), std::string(100000, 'f')}) {
    query.cursor = bad;
    EXPECT_ERROR(vault->query(query), "InvalidArgument");
  }
  query.cursor = cursor;
  EXPECT_EQ(vault->query(query).rows.size(), 2U);
  for (const std::uint32_t limit : {0U, 1001U}) {
    query.limit = limit;
    EXPECT_ERROR(vault->query(query), "InvalidArgument");
  }
  query = {};
  query.code = "' OR 1=1 --";
  EXPECT_TRUE(vault->query(query).rows.empty());
}

TEST_F(VaultRecords, GivesDocumentsBackByteForByte) {
  std::vector<std::string> contents{"", "x", std::string(262144, 'a'), std::string(262145, 'b'),
                                    std::string(1000000, '\0')};
  for (std::size_t i = 0; i < contents.size(); ++i)
    add(*vault, checkup("2025-05-0" + std::to_string(i + 1), 1), contents[i]);
  reopen();
  std::size_t at = 0;
  vault->for_each_document([&](const DocumentInfo& info, std::span<const std::uint8_t> bytes) {
    EXPECT_EQ(info.size, contents[at].size());
    EXPECT_EQ(std::string(bytes.begin(), bytes.end()), contents[at++]);
  });
  EXPECT_EQ(at, contents.size());
  struct Stop {};
  EXPECT_THROW(vault->for_each_document([](const auto&, auto) { throw Stop(); }), Stop);
}

TEST_F(VaultRecords, LeavesNoPlaintextOnDisk) {
  auto parsed = checkup("2025-05-01", 50);
  for (auto& item : parsed.checkup) item.value = "MARKERMARKER";
  parsed.facts.subject.name = "MARKERMARKER";
  add(*vault, parsed, std::string(100000, 'q') + "MARKERMARKER");
  vault->fold();
  add(*vault, checkup("2025-05-02", 1), "MARKERMARKER");
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(machine.state.path())) {
    if (!entry.is_regular_file()) continue;
    ++files;
    const auto bytes = read_all(entry.path());
    EXPECT_EQ(bytes.find("MARKER"), std::string::npos) << entry.path();
    EXPECT_EQ(bytes.find("DeSC"), std::string::npos) << entry.path();
    EXPECT_EQ(bytes.find("hanako"), std::string::npos) << entry.path();
  }
  EXPECT_EQ(files, 5U + 2U);
}

TEST_F(VaultRecords, RemovesDocumentsNoRecordNames) {
  add(*vault, checkup("2025-05-01", 1), "x");
  write_all(machine.vault_path() / "documents" / std::string(32, 'a'), "left by a crash");
  reopen();
  EXPECT_FALSE(std::filesystem::exists(machine.vault_path() / "documents" / std::string(32, 'a')));
  std::size_t count = 0;
  vault->for_each_document([&](const auto&, auto) { ++count; });
  EXPECT_EQ(count, 1U);
}

}  // namespace
}  // namespace kenkod::vault
