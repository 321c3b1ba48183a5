// Expenses: what comes again in a later download is shown once, and nothing else is lost.
#include "vault_dated_support.hpp"

namespace kenkod::vault {
namespace {

ExpenseItem line(const std::string& month, const std::string& facility, const std::string& total,
                 const std::string& category = "医科外来", const std::string& days = "1") {
  ExpenseItem item;
  item.month = month;
  item.category = category;
  item.days = days;
  item.facility = facility;
  item.total = {total, total};
  item.insurer = item.other_public = item.own = {"-", ""};
  return item;
}

ParsedDocument expenses(const std::vector<ExpenseItem>& lines, const std::string& file_date = "") {
  ParsedDocument parsed;
  parsed.facts.kind = Kind::expense;
  parsed.facts.layout = "portal-csv";
  parsed.facts.date = "2025-03-01";
  parsed.facts.file_date = file_date;
  parsed.facts.subject.birth_date = "1970-04-01";
  parsed.expense = lines;
  return parsed;
}

// "2025-03 見本医院 5000"
std::string told(const RecordRow& row) {
  const auto& item = std::get<ExpenseItem>(row.item);
  return std::string(date_of(row)) + " " + item.facility + " " + item.total.text;
}

class VaultExpense : public DatedVault {
 protected:
  Rows shown(RecordQuery query = {}) {
    query.kind = Kind::expense;
    return rows(query, told);
  }
};

TEST_F(VaultExpense, KeepsEveryField) {
  ExpenseItem item;
  item.month = "2025-03";
  item.person = "見本 花子";
  item.category = "調剤";
  item.days = "12";
  item.facility = "見本薬局";
  item.total = {"１２，３４０", "12340"};
  item.insurer = {"-500", "-500"};
  item.other_public = {"-", ""};
  item.own = {"", ""};
  item.warnings = {Warning::amounts_disagree, Warning::amount_not_a_number};
  const auto added = add(*vault, expenses({item}), "bytes");
  EXPECT_EQ(added.records, 1U);
  EXPECT_EQ(added.warnings, 2U);
  for (int round = 0; round < 2; ++round, reopen()) {
    RecordQuery query;
    query.kind = Kind::expense;
    const auto page = vault->query(query);
    ASSERT_EQ(page.rows.size(), 1U);
    EXPECT_EQ(page.rows[0].item, Record(item));
  }
}

TEST_F(VaultExpense, EqualLinesOfOneDocumentAreTwo) {
  store(expenses({line("2025-03", "甲", "100"), line("2025-03", "甲", "100"), line("2025-04", "乙", "200")}));
  EXPECT_EQ(shown(), (Rows{"2025-04 乙 200", "2025-03 甲 100", "2025-03 甲 100"}));
}

TEST_F(VaultExpense, TheSameLinesInALaterDownloadAreThose) {
  const auto old = store(
      expenses({line("2025-03", "甲", "100"), line("2025-03", "甲", "100"), line("2025-03", "乙", "200")}));
  const auto newer = store(expenses({line("2025-03", "甲", "100"), line("2025-04", "甲", "100")}));
  // One of two equal lines is missing in the newer one: it is not lost, and not changed.
  EXPECT_EQ(shown(), (Rows{"2025-04 甲 100", "2025-03 甲 100", "2025-03 甲 100", "2025-03 乙 200"}));
  RecordQuery query;
  query.document = old;
  EXPECT_EQ(shown(query), (Rows{"2025-03 甲 100", "2025-03 乙 200"}));
  query.superseded = true;
  EXPECT_EQ(shown(query).size(), 3U);
  query = {};
  query.document = newer;
  EXPECT_EQ(shown(query), (Rows{"2025-04 甲 100", "2025-03 甲 100"}));
}

TEST_F(VaultExpense, AmountsAreComparedAsNumbers) {
  auto with_comma = line("2025-03", "甲", "1000");
  with_comma.total.text = "1,000";
  store(expenses({line("2025-03", "甲", "1000")}));
  store(expenses({with_comma}));
  EXPECT_EQ(shown(), (Rows{"2025-03 甲 1,000"}));
}

TEST_F(VaultExpense, OtherAmountsInANewerDocumentMarkTheOlderLine) {
  store(expenses({line("2025-03", "甲", "100"), line("2025-03", "甲", "100", "調剤"),
                  line("2025-03", "甲", "100", "医科外来", "2")}));
  store(expenses({line("2025-03", "甲", "150")}));
  EXPECT_EQ(shown(), (Rows{"2025-03 甲 150", "2025-03 甲 100*", "2025-03 甲 100", "2025-03 甲 100"}));
}

TEST_F(VaultExpense, NewerIsWhatWasMadeLater) {
  store(expenses({line("2025-03", "甲", "150")}, "2025-06-01"));
  store(expenses({line("2025-03", "甲", "100")}, "2025-05-01"));
  EXPECT_EQ(shown(), (Rows{"2025-03 甲 150", "2025-03 甲 100*"}));
}

TEST_F(VaultExpense, PeopleMonthsAndFacilitiesStayApart) {
  auto of_child = line("2025-03", "甲", "150");
  of_child.person = "見本 一郎";
  store(expenses({line("2025-03", "甲", "100"), line("2025-02", "甲", "100")}));
  store(expenses({of_child, line("2025-03", "乙", "150"), line("2025-01", "甲", "150")}));
  EXPECT_EQ(shown(),
            (Rows{"2025-03 甲 150", "2025-03 乙 150", "2025-03 甲 100", "2025-02 甲 100", "2025-01 甲 150"}));
}

TEST_F(VaultExpense, AnUnclearMonthStandsLastAndIsNotCompared) {
  store(expenses({line("", "甲", "100")}));
  store(expenses({line("", "甲", "150"), line("", "甲", "100"), line("2025-01", "甲", "1")}));
  EXPECT_EQ(shown(), (Rows{"2025-01 甲 1", " 甲 150", " 甲 100"}));
}

TEST_F(VaultExpense, AMonthMatchesWhenAnyOfItsDaysDoes) {
  store(expenses({line("2025-02", "甲", "2"), line("2025-03", "甲", "3"), line("2025-04", "甲", "4"),
                  line("", "甲", "0")}));
  RecordQuery query;
  query.from = "2025-02-28";
  query.to = "2025-03-01";
  EXPECT_EQ(shown(query), (Rows{"2025-03 甲 3", "2025-02 甲 2"}));
  query.to = "";
  EXPECT_EQ(shown(query), (Rows{"2025-04 甲 4", "2025-03 甲 3", "2025-02 甲 2"}));
  query = {};
  query.code = "甲";
  EXPECT_EQ(shown(query), Rows{});
}

}  // namespace
}  // namespace kenkod::vault
