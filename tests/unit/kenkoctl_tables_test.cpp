#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "client-cli/show/expense_table.hpp"
#include "client-cli/show/machine_formats.hpp"
#include "client-cli/show/medication_table.hpp"
#include "client-cli/show/yen.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) all.push_back(line);
  return all;
}

bool has_line(const std::string& text, const std::string& wanted) {
  const auto all = lines(text);
  return std::ranges::find(all, wanted) != all.end();
}

std::size_t widest(const std::string& text) {
  std::size_t width = 0;
  for (const auto& line : lines(text)) width = std::max(width, columns(line));
  return width;
}

Row medicine(const std::string& name) {
  return {{"kind", std::string("medication")},
          {"date", std::string("2024-05-20")},
          {"document", std::string("d1")},
          {"origin", std::string("import")},
          {"source", std::string("dispensed")},
          {"facility", std::string("見本薬局")},
          {"name", name},
          {"amount", std::string("1")},
          {"unit", std::string("錠")},
          {"usage", std::string("1日1回朝食後")},
          {"times", std::string("14")},
          {"times-unit", std::string("日分")}};
}

TEST(MedicationTable, OneLinePerMedicineUnderDayFacilityAndSource) {
  Row long_name = medicine("見本カプセル25mg");
  long_name["generic-name"] = std::string("見本塩酸塩");
  const auto out = medication_table({medicine("見本錠5mg"), long_name}, {});
  const auto all = lines(out);
  ASSERT_EQ(all.size(), 4U) << out;
  EXPECT_EQ(all[0], "2024-05-20  見本薬局  [dispensed; imported]");
  EXPECT_EQ(all[1], "    見本錠5mg         1 錠  1日1回朝食後  14 日分");
  EXPECT_EQ(all[2], "    見本カプセル25mg  1 錠  1日1回朝食後  14 日分");
  EXPECT_EQ(all[3], "        Generic name: 見本塩酸塩");
}

TEST(MedicationTable, EverySourceIsItsOwnBlockInWords) {
  std::vector<Row> rows;
  for (const char* source : {"claim", "dispensed", "own-entry", "prescribed"}) {
    rows.push_back(medicine("見本錠"));
    rows.back()["source"] = std::string(source);
  }
  const auto out = medication_table(rows, {});
  for (const char* words :
       {"dispensed (from a claim)", "[dispensed;", "own entry", "prescribed (no proof of dispensing)"})
    EXPECT_NE(out.find(words), std::string::npos) << words;
  EXPECT_EQ(source_words("new\033"), "new\uFFFD");
}

TEST(MedicationTable, PrescriberNotesAndWarningsAreShown) {
  Row row = medicine("見本錠");
  row["prescriber"] = std::string("見本病院");
  row["department"] = std::string("内科");
  row["doctor"] = std::string("見本 医師");
  row["prescribed-date"] = std::string("2024-05-19");
  row["notes"] = std::vector<std::string>{"粉砕", "眠気に注意"};
  row["warnings"] = std::vector<std::string>{"date-unclear"};
  row["newer-block"] = true;
  row["group"] = std::uint64_t{2};
  const auto out = medication_table({row}, {});
  EXPECT_TRUE(has_line(out, "  Prescribed: 見本病院 内科 見本 医師, 2024-05-19")) << out;
  EXPECT_TRUE(has_line(out, "        ・粉砕"));
  EXPECT_TRUE(has_line(out, "        ・眠気に注意"));
  EXPECT_TRUE(has_line(out, "        ※ The date is missing or is no day of the calendar."));
  EXPECT_TRUE(has_line(out, "  ※ A newer record of the same day and facility lists other medicines."));
  EXPECT_NE(out.find("[2] 見本錠"), std::string::npos);
}

TEST(MedicationTable, WarningsOfADocumentAreToldOnce) {
  Row first = medicine("見本錠");
  first["document-warnings"] = std::vector<std::string>{"subject-not-stated"};
  Row second = first;
  second["date"] = std::string("2024-04-20");
  const auto out = medication_table({first, second}, {});
  const std::string words = "whose records";
  const auto at = out.find(words);
  ASSERT_NE(at, std::string::npos) << out;
  EXPECT_EQ(out.find(words, at + 1), std::string::npos) << out;
}

TEST(MedicationTable, WhatIsMissingIsSaidOrLeftOut) {
  const Row bare{{"kind", std::string("medication")}, {"origin", std::string("import")}};
  const auto out = medication_table({bare}, {});
  EXPECT_NE(out.find("day unknown"), std::string::npos) << out;
  EXPECT_NE(out.find("(no name)"), std::string::npos);
  EXPECT_EQ(out.find("×"), std::string::npos);
}

TEST(MedicationTable, FitsNarrowTerminals) {
  Row row = medicine("見本アムロジピンベシル酸塩口腔内崩壊錠5mg「見本」");
  row["usage"] = std::string("1日3回毎食後と就寝前に、水またはぬるま湯で服用してください");
  row["notes"] = std::vector<std::string>{std::string(200, 'n')};
  for (const std::size_t width : {40U, 60U, 80U}) {
    const auto out = medication_table({row}, {.colour = false, .width = width});
    std::string body = out.substr(out.find('\n') + 1);
    EXPECT_LE(widest(body), width) << out;
    EXPECT_NE(out.find("14 日分"), std::string::npos);
  }
  EXPECT_FALSE(medication_table({row}, {.width = 1}).empty());
}

Row expense(const std::string& month, const std::string& own) {
  Row row{{"kind", std::string("expense")},
          {"date", month},
          {"document", std::string("d1")},
          {"origin", std::string("import")},
          {"category", std::string("医科外来")},
          {"facility", std::string("見本病院")},
          {"days", std::string("2")},
          {"total", std::string("12340")},
          {"insurer", std::string("8638")},
          {"other-public", std::string("0")}};
  if (!own.empty()) row["own"] = own;
  return row;
}

TEST(ExpenseTable, AmountsAreRightAlignedUnderTheirWords) {
  Row pharmacy = expense("2025-03", "500");
  pharmacy["category"] = std::string("調剤");
  const auto all = lines(expense_table({expense("2025-03", "3702"), pharmacy}, {}));
  ASSERT_GE(all.size(), 6U);
  EXPECT_EQ(all[0], "2025-03");
  EXPECT_EQ(all[1], "                              Total  Insurer  Other public  Own part");
  EXPECT_EQ(all[2], "    医科外来  見本病院  2 d  12,340    8,638             0     3,702");
  EXPECT_EQ(all[4], "    調剤      見本病院  2 d  12,340    8,638             0       500");
  EXPECT_EQ(all[5], "    Sum of the month: Total 24,680 yen, Own part 4,202 yen");
}

TEST(ExpenseTable, UnknownIsCountedAndNeverZero) {
  Row unknown = expense("2025-03", "");
  unknown["own-received"] = std::string("-");
  unknown["warnings"] = std::vector<std::string>{"amount-not-a-number"};
  const auto out = expense_table({expense("2025-03", "3702"), unknown}, {});
  EXPECT_NE(out.find(" unknown\n"), std::string::npos) << out;
  EXPECT_NE(out.find("Own part 3,702 yen + 1 unknown"), std::string::npos) << out;
  EXPECT_TRUE(has_line(out, "      Own part: in the file: 「-」")) << out;
  EXPECT_NE(expense_table({unknown}, {}).find("Own part unknown"), std::string::npos)
      << "nothing is known: no sum";
}

TEST(ExpenseTable, MonthsNewestFirstWithTheirYears) {
  const auto out = expense_table(
      {expense("2024-12", "100"), expense("2025-01", "10"), expense("2025-02", "1"), expense("", "5")}, {});
  std::vector<std::string> heads;
  for (const auto& line : lines(out))
    if (!line.empty() && line[0] != ' ' && !line.starts_with("※")) heads.push_back(line);
  EXPECT_EQ(heads, (std::vector<std::string>{"2025-02", "2025-01", "2025", "2024-12", "2024", "month unknown",
                                             "year unknown"}));
  EXPECT_TRUE(has_line(out, "    Sum of the year: Total 24,680 yen, Own part 11 yen")) << out;
  EXPECT_TRUE(has_line(out, "    Sum of the year: Total 12,340 yen, Own part 100 yen")) << out;
}

TEST(ExpenseTable, WhatWasChangedLaterIsMarkedAndNotCounted) {
  Row old = expense("2025-03", "9999");
  old["changed-later"] = true;
  const auto out = expense_table({expense("2025-03", "3702"), old}, {});
  EXPECT_NE(out.find("  * 医科外来"), std::string::npos) << out;
  EXPECT_NE(out.find("9,999"), std::string::npos) << "shown all the same";
  EXPECT_NE(out.find("Own part 3,702 yen\n"), std::string::npos) << out;
  EXPECT_NE(out.find("* A newer document has other amounts"), std::string::npos);
  EXPECT_EQ(expense_table({expense("2025-03", "1")}, {}).find("* A newer"), std::string::npos);
}

TEST(ExpenseTable, FitsNarrowTerminals) {
  Row row = expense("2025-03", "3702");
  row["facility"] = std::string("医療法人社団見本会見本総合病院附属見本診療所");
  row["warnings"] = std::vector<std::string>{"amounts-disagree"};
  for (const std::size_t width : {30U, 40U, 60U}) {
    const auto out = expense_table({row}, {.colour = false, .width = width});
    EXPECT_LE(widest(out), width) << out;
    EXPECT_NE(out.find("3,702"), std::string::npos);
    EXPECT_NE(out.find("Own part"), std::string::npos);
  }
  EXPECT_FALSE(expense_table({row}, {.width = 1}).empty());
}

TEST(Tables, HostileTextCannotDriveTheTerminal) {
  const std::string bad = "x\033]0;owned\a\ny\u202Ez\xff";
  Row drug = medicine(bad);
  Row cost = expense("2025-03", "1");
  for (Row* row : {&drug, &cost})
    for (const char* kind : {"medication", "expense"})
      for (const char* key : row_keys(kind)) {
        const bool list = std::string_view(key) == "notes" || std::string_view(key).ends_with("warnings");
        const bool other = std::string_view(key) == "id" || std::string_view(key) == "group";
        if (list)
          (*row)[key] = std::vector<std::string>{bad};
        else if (!other)
          (*row)[key] = bad;
      }
  for (const std::size_t width : {std::size_t{0}, std::size_t{50}})
    for (const std::string& out :
         {medication_table({drug}, {.width = width}), expense_table({cost}, {.width = width})}) {
      EXPECT_EQ(out.find_first_of("\033\a\xff"), std::string::npos) << out;
      EXPECT_EQ(out.find("\u202E"), std::string::npos);
    }
}

TEST(Yen, SeparatesThousands) {
  EXPECT_EQ(with_separators("0"), "0");
  EXPECT_EQ(with_separators("999"), "999");
  EXPECT_EQ(with_separators("1000"), "1,000");
  EXPECT_EQ(with_separators("-1234567"), "-1,234,567");
  EXPECT_EQ(with_separators("1e3"), "1e3");
  EXPECT_EQ(with_separators(""), "");
  EXPECT_EQ(with_separators("-"), "-");
}

TEST(Yen, SumsNeverOverflow) {
  YenSum sum;
  sum.add("9223372036854775807");
  sum.add("1");
  EXPECT_EQ(sum.words(), "9,223,372,036,854,775,807 yen + 1 unknown");
  YenSum huge;
  huge.add("99999999999999999999999");
  EXPECT_EQ(huge.words(), "unknown");
  YenSum minus;
  minus.add("100");
  minus.add("-600");
  EXPECT_EQ(minus.words(), "-500 yen");
}

TEST(Csv, KindsHaveTheirOwnColumns) {
  for (const char* kind : {"checkup", "medication", "expense"}) {
    const auto header = csv_header(kind);
    const auto line = csv_line({}, kind);
    EXPECT_EQ(std::ranges::count(header, ','), std::ranges::count(line, ',')) << kind;
    EXPECT_TRUE(header.starts_with("id,document,kind,date,")) << kind;
  }
  EXPECT_NE(csv_header("expense").find(",own,"), std::string::npos);
  EXPECT_NE(csv_header("checkup").find(",flag,flag-basis,"), std::string::npos);
  Row row = medicine("見本錠");
  row["notes"] = std::vector<std::string>{"食後に", "眠気, 注意"};
  EXPECT_NE(csv_line(row, "medication").find("\"食後に\n眠気, 注意\""), std::string::npos);
}

}  // namespace
}  // namespace kenkod::cli
