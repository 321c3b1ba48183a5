// 医療費通知情報 as CSV: what is read, what is doubted, what is refused and where.
#include "parse/expense_csv.hpp"

#include <gtest/gtest.h>

#include "parse/csv.hpp"
#include "tests/unit/parse_support.hpp"

namespace kenkod::parse {
namespace {

using Lines = std::vector<std::string>;

std::string notice(const std::string& lines, const std::string& before = "作成日,2025年1月2日\n") {
  return "わたしの情報\n医療費通知情報\n\n項目名,内容\n" + before + "医療費情報明細\n" + lines;
}

std::string line(const std::string& month = "2024年3月", const std::string& total = "1000",
                 const std::string& insurer = "700", const std::string& other = "0",
                 const std::string& own = "300") {
  return "診療年月," + month + "\n診療区分,調剤\n日数,1\n医療機関等名称,見本薬局\n医療費の総額（円）,\"" +
         total + "\"\n保険者の負担額（円）,\"" + insurer + "\"\nその他の公費の負担額（円）,\"" + other +
         "\"\n窓口相当負担額（円）,\"" + own + "\"\n";
}

bool warned(const ExpenseItem& item, Warning warning) {
  return std::find(item.warnings.begin(), item.warnings.end(), warning) != item.warnings.end();
}

ExpenseItem only_line(const std::string& text) { return test::parsed(notice(text)).expense.at(0); }

TEST(ExpenseCsv, TheSampleIsReadWhole) {
  const ParsedDocument document = test::parsed(test::sample("expense-notice.csv"));
  const DocumentFacts& facts = document.facts;
  EXPECT_EQ(facts.kind, Kind::expense);
  EXPECT_EQ(facts.layout, "portal-csv");
  EXPECT_EQ(facts.date, "2024-05-27");
  EXPECT_EQ(facts.file_date, "2024-05-27");
  EXPECT_EQ(facts.author, "見本健康保険組合");
  EXPECT_EQ(facts.part, "2024-01/2024-04/06139999");
  EXPECT_EQ(facts.subject,
            (Subject{"見本　花子", "ﾐﾎﾝ ﾊﾅｺ", "2", "1968-01-15", "06139999", "１２３", "４５６", "01"}));
  EXPECT_TRUE(facts.warnings.empty());
  ASSERT_EQ(document.expense.size(), 6U);
  const ExpenseItem first{
      "2024-01",         "",         "医科外来",        "2", "見本内科医院", {"8,450", "8450"},
      {"5,915", "5915"}, {"0", "0"}, {"2,535", "2535"}, {}};
  EXPECT_EQ(document.expense[0], first);
  EXPECT_EQ(document.expense[1], document.expense[2]) << "two equal lines in one month are legal";
  EXPECT_EQ(document.expense[4].other_public, (Amount{"-", ""})) << "unknown, not 0";
  EXPECT_TRUE(document.expense[4].warnings.empty());
  EXPECT_EQ(document.expense[5].facility, "見本 \"ほねつぎ\" 院");
}

TEST(ExpenseCsv, Cp932AndOtherSpellings) {
  const ParsedDocument document = test::parsed(test::sample("expense-notice-sjis.csv"));
  ASSERT_EQ(document.expense.size(), 2U);
  EXPECT_EQ(document.expense[0].facility, "髙﨑クリニック㈱");
  EXPECT_EQ(document.expense[1].days, "2");
  EXPECT_EQ(document.expense[1].month, "2023-12");
  EXPECT_TRUE(document.facts.warnings.empty());
  for (const ExpenseItem& one : document.expense) EXPECT_TRUE(one.warnings.empty());
}

TEST(ExpenseCsv, AmountsAreYenOrUnknown) {
  const std::map<std::string, std::string> kReadable{{"10,000", "10000"},
                                                     {"1,234,567", "1234567"},
                                                     {"007", "7"},
                                                     {"0", "0"},
                                                     {"", ""},
                                                     {"-", ""},
                                                     {"－", ""},
                                                     {"―", ""},
                                                     {"１，２３４円", "1234"},
                                                     {"¥500", "500"},
                                                     {"￥500", "500"},
                                                     {"-300", "-300"},
                                                     {"△300", "-300"},
                                                     {"000", "0"}};
  for (const auto& [text, yen] : kReadable) {
    const ExpenseItem read = only_line(line("2024年3月", "1000", text, "", "300"));
    EXPECT_EQ(read.insurer, (Amount{text, yen})) << text;
    EXPECT_FALSE(warned(read, Warning::amount_not_a_number)) << text;
  }
  for (const std::string text :
       {"1,00", "10,0000", ",100", "1.5", "約100", "1e3", "9999999999999", "円", "--5", "1 2x"}) {
    const ExpenseItem read = only_line(line("2024年3月", "1000", text));
    EXPECT_EQ(read.insurer, (Amount{text, ""})) << text;
    EXPECT_TRUE(warned(read, Warning::amount_not_a_number)) << text;
    EXPECT_FALSE(warned(read, Warning::amounts_disagree)) << text;
  }
}

TEST(ExpenseCsv, AmountsThatDoNotAddUp) {
  EXPECT_TRUE(only_line(line()).warnings.empty());
  EXPECT_EQ(only_line(line("2024年3月", "1001")).warnings, std::vector{Warning::amounts_disagree});
  EXPECT_TRUE(only_line(line("2024年3月", "1001", "700", "-")).warnings.empty()) << "unknown is not 0";
}

TEST(ExpenseCsv, TotalsAreComparedOnlyOverTheSameMonths) {
  const auto differ = [](const std::string& period, const std::string& total, const std::string& range = "") {
    const std::string totals =
        "作成日,2025年1月2日\n医療費の合計\n期間," + period + "\n医療費の総額（円）," + total + "\n";
    const std::string text = notice(line("2024年3月") + line("2024年5月") + range, totals);
    return test::warned(test::parsed(text).facts, Warning::sums_differ);
  };
  EXPECT_FALSE(differ("2024年3月～2024年5月", "2000"));
  EXPECT_TRUE(differ("2024年3月～2024年5月", "2001"));
  EXPECT_FALSE(differ("2024年3月～2024年5月", "-"));
  EXPECT_FALSE(differ("2024年1月～2024年12月", "2001")) << "another period";
  const std::string range = "保険者情報\n医療費情報明細の範囲,2024年1月～2024年12月\n";
  EXPECT_TRUE(differ("2024年1月～2024年12月", "2001", range));
  EXPECT_FALSE(differ("2024年3月～2024年5月", "2001", range));
}

TEST(ExpenseCsv, SeveralYearsOfTotals) {
  const auto differ = [](const std::string& second) {
    const std::string totals =
        "年間の合計\n期間,2023年3月\n医療費の総額,5\n期間,2024年3月\n医療費の総額," + second + "\n";
    return test::warned(test::parsed(notice(line(), totals)).facts, Warning::sums_differ);
  };
  EXPECT_FALSE(differ("1000"));
  EXPECT_TRUE(differ("5"));
}

TEST(ExpenseCsv, MonthsAndDates) {
  for (const std::string month : {"2024年3月", "2024年03月", "２０２４年３月", "2024/3", "2024-03", "202403",
                                  "令和6年3月", " 2024年 3月 "})
    EXPECT_EQ(only_line(line(month)).month, "2024-03") << month;
  EXPECT_EQ(only_line(line("令和元年5月")).month, "2019-05");
  for (const std::string month :
       {"2024年13月", "2024年", "3月", "2024年3月1日", "", "24年3月", "令和0年3月", "20240"}) {
    const ExpenseItem read = only_line(line(month));
    EXPECT_EQ(read.month, "") << month;
    EXPECT_TRUE(warned(read, Warning::date_unclear)) << month;
  }
  const auto date_of = [](const std::string& created) {
    return test::parsed(notice(line(), "作成日," + created + "\n")).facts;
  };
  for (const std::string created :
       {"2025年01月02日", "2025年1月2日", "2025/1/2", "2025-01-02", "20250102", "令和7年1月2日"})
    EXPECT_EQ(date_of(created).file_date, "2025-01-02") << created;
  EXPECT_EQ(date_of("2025年2月29日").date, "2024-03-01") << "the beginning of the newest month";
  EXPECT_TRUE(test::warned(date_of("2025年2月29日"), Warning::part_missing));
  EXPECT_EQ(test::refusal_of(notice(line("x"), "")).reason, Reason::no_date);
}

TEST(ExpenseCsv, ALineEndsWhereTheNextOneBegins) {
  const std::string damaged = "診療年？," + line().substr(line().find(',') + 1);
  const ParsedDocument document =
      test::parsed(notice(line("2024年1月") + damaged + line("2024年5月", "1000", "700", "0", "300")));
  ASSERT_EQ(document.expense.size(), 3U);
  EXPECT_EQ(document.expense[0], only_line(line("2024年1月")));
  EXPECT_EQ(document.expense[1].month, "") << "not the month of its neighbour";
  EXPECT_TRUE(warned(document.expense[1], Warning::part_missing));
  EXPECT_EQ(document.expense[2], only_line(line("2024年5月")));
  EXPECT_TRUE(test::warned(document.facts, Warning::format_version_unknown));

  const ParsedDocument first = test::parsed(notice(damaged + line("2024年5月")));
  ASSERT_EQ(first.expense.size(), 2U);
  EXPECT_EQ(first.expense[0].month, "");
  EXPECT_EQ(first.expense[1].month, "2024-05");

  // Another order of the fields: the line begins with what the first one began with.
  const std::string turned = "診療区分,調剤\n診療年月,2024年3月\n医療機関等名称,見本薬局\n";
  const ParsedDocument other = test::parsed(notice(turned + turned));
  ASSERT_EQ(other.expense.size(), 2U);
  EXPECT_EQ(other.expense[1].month, "2024-03");
  EXPECT_TRUE(warned(other.expense[1], Warning::part_missing));
}

TEST(ExpenseCsv, PlainSpellingsOfTheSameFile) {
  const ParsedDocument quoted = test::parsed(test::sample("expense-notice.csv"));
  std::string text = test::sample("expense-notice.csv").substr(3);
  const auto replaced = [](std::string in, std::string_view from, std::string_view to) {
    for (std::size_t at = in.find(from); at != std::string::npos; at = in.find(from, at + to.size()))
      in.replace(at, from.size(), to);
    return in;
  };
  EXPECT_EQ(test::parsed(text), quoted) << "without BOM";
  EXPECT_EQ(test::parsed(replaced(text, "\r\n", "\n")), quoted);
  EXPECT_EQ(test::parsed(replaced(text, "\r\n", "\r")), quoted);
  EXPECT_EQ(test::parsed(replaced(text, "（円）", "")), quoted);
  EXPECT_EQ(test::parsed(replaced(text, "（円）", "(円)")), quoted);
  EXPECT_EQ(test::parsed(replaced(text, "\r\n", ",,\r\n")), quoted) << "filled up by a spreadsheet";
  EXPECT_EQ(test::parsed(text.substr(0, text.size() - 2)), quoted) << "no line end at the end";
}

TEST(ExpenseCsv, OtherFilesOfThePortal) {
  for (const char* text :
       {"わたしの情報\n薬剤情報\n項目名,内容\n", "わたしの情報\n", "わたしの情報\n医療費通知\n"}) {
    EXPECT_EQ(test::refusal_of(text).reason, Reason::not_supported) << text;
    EXPECT_EQ(test::refusal_of(text).layout, Layout::portal_csv) << text;
  }
  EXPECT_EQ(test::refusal_of(notice("")).reason, Reason::no_results);
}

void refused_at(const std::string& text, Reason reason, std::uint32_t line, std::uint32_t column) {
  const Refusal refusal = test::refusal_of(text);
  EXPECT_EQ(refusal.reason, reason) << text;
  EXPECT_EQ(refusal.line, line) << text;
  EXPECT_EQ(refusal.column, column) << text;
}

TEST(ExpenseCsv, RefusalsNameThePlace) {
  refused_at("わたしの情報\n医療費通知情報\n\"a\",\"b", Reason::bad_line, 3, 5);
  refused_at("わたしの情報\n医療費通知情報\n\"a\nb\"x,1", Reason::bad_line, 4, 3);
  refused_at("わたしの情報\n医療費通知情報\na,10,000", Reason::bad_line, 3, 6);
  refused_at(notice("診療年月;2024年3月\n" + line()), Reason::bad_line, 7, 1);
  refused_at("わたしの情報\r医療費通知情報\r\na,b\x01", Reason::forbidden_character, 3, 3);
  refused_at(notice(line(), "氏名," + std::string(5000, 'x') + "\n"), Reason::text_too_long, 5, 8);
}

TEST(ExpenseCsv, PersonalNumbers) {
  constexpr const char* kNumber = "123456789018";
  refused_at(notice(line() + "診療年月," + kNumber + "\n"), Reason::personal_number, 15, 14);
  refused_at(notice(line(), std::string("作成日,2025年1月2日\n氏名,") + kNumber + "\n"),
             Reason::personal_number, 6, 8);
  refused_at(notice(line(), std::string("1234 5678 9018,x\n")), Reason::personal_number, 5, 1);
  for (const char* exempt : {"保険者等番号", "被保険者証等記号", "被保険者証等番号", "枝番"}) {
    const std::string insurance = std::string("資格情報\n") + exempt + "," + kNumber + "\n";
    EXPECT_EQ(test::parsed(notice(line(), "作成日,2025年1月2日\n" + insurance)).expense.size(), 1U) << exempt;
    refused_at(notice(line() + exempt + "," + kNumber + "\n"), Reason::personal_number, 15,
               static_cast<std::uint32_t>(std::string_view(exempt).size() + 2));
  }
}

TEST(ExpenseCsv, Subjects) {
  const auto facts = [](const std::string& lines) {
    return test::parsed(notice(line(), "作成日,2025年1月2日\n資格情報\n" + lines)).facts;
  };
  EXPECT_TRUE(test::warned(facts(""), Warning::subject_not_stated));
  EXPECT_TRUE(facts("氏名,見本　花子\n").warnings.empty());
  EXPECT_TRUE(test::warned(facts("氏名,見本　花子\n性別,不明\n"), Warning::identifiers_not_verified));
  EXPECT_TRUE(
      test::warned(facts("氏名,見本　花子\n生年月日,1968年1月\n"), Warning::identifiers_not_verified));
  EXPECT_EQ(facts("氏名,見本　花子\n性別,男\n").subject.sex, "1");
  EXPECT_EQ(facts("氏名,見本　花子\n生年月日,昭和43年1月15日\n").subject.birth_date, "1968-01-15");
}

TEST(Csv, Rows) {
  const auto rows = [](std::string_view text) {
    CsvReader reader(text);
    std::vector<CsvCell> row;
    std::vector<Lines> all;
    while (reader.next(row)) {
      Lines& cells = all.emplace_back();
      for (const CsvCell& cell : row) cells.emplace_back(cell.text);
    }
    return all;
  };
  using Rows = std::vector<Lines>;
  EXPECT_EQ(rows(""), Rows{});
  EXPECT_EQ(rows("\n\r\r\n"), (Rows{{}, {}, {}}));
  EXPECT_EQ(rows("a,\"b\"\"c\"\"\",\r\n,"), (Rows{{"a", "b\"c\"", ""}, {"", ""}}));
  EXPECT_EQ(rows("\"\"\n\"a\r\nb,\"\n"), (Rows{{""}, {"a\r\nb,"}}));
  EXPECT_EQ(rows("a\"b\" c"), (Rows{{"a\"b\" c"}}));
}

}  // namespace
}  // namespace kenkod::parse
