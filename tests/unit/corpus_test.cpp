// Files written by others, where they are present (KENKOD_CORPUS, else ../shared/corpus beside the source).
// What each must give is written by hand.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include "tests/unit/parse_support.hpp"

namespace kenkod::parse {
namespace {

std::filesystem::path corpus() {
  const char* const given = std::getenv("KENKOD_CORPUS");
  return given != nullptr ? std::filesystem::path(given)
                          : std::filesystem::path(KENKOD_SOURCE_ROOT) / ".." / "shared" / "corpus";
}

#define NEED_CORPUS(folder) \
  if (!std::filesystem::exists(corpus() / (folder))) return

TEST(Corpus, ContradictoryMockups) {
  NEED_CORPUS("tokutei-cda");
  for (const char* name : {"hia_mockup_6139166_1000_9001_00.xml", "hia_mockup_6139166_1001_9102_0.xml",
                           "hia_mockup_K001_9000_100007_00.xml"}) {
    const ParsedDocument document = test::parsed(test::slurp(corpus() / "tokutei-cda" / name));
    EXPECT_EQ(document.facts.report, "10");
    EXPECT_EQ(document.facts.date, "2026-06-01");
    for (const Warning warning :
         {Warning::report_category_unclear, Warning::date_is_file_date, Warning::identifiers_not_verified})
      EXPECT_TRUE(test::warned(document.facts, warning)) << to_name(warning);
    EXPECT_TRUE(document.facts.subject.insurer_number.empty());
    ASSERT_EQ(document.checkup.size(), 12U) << name;
    const std::set<std::string> contradicting{"9N001000000000001", "9N006000000000001", "9N016000000000001",
                                              "1A020000019113201", "3D045000001927101"};
    const std::set<std::string> no_such_code{"3D045000001927101", "3B035000002327101", "3B045000002327101",
                                             "9N016000000000001", "1A020000019113201"};
    for (const CheckupItem& item : document.checkup) {
      EXPECT_EQ(test::warned(item, Warning::display_name_contradicts_code), contradicting.contains(item.code))
          << item.code;
      EXPECT_EQ(test::warned(item, Warning::unknown_code), no_such_code.contains(item.code)) << item.code;
      const bool clean = !contradicting.contains(item.code) && !no_such_code.contains(item.code);
      EXPECT_EQ(item.name.empty(), !clean) << item.code;
      EXPECT_EQ(item.series.empty(), !clean) << item.code;
      EXPECT_EQ(item.name.find("血圧"), std::string::npos);
      EXPECT_EQ(item.series.find("blood-pressure"), std::string::npos);
      if (item.name_received.find("期血圧") != std::string::npos) {
        EXPECT_TRUE(test::warned(item, Warning::unit_contradicts_code));
        EXPECT_TRUE(item.name.empty() && item.series.empty());
      }
    }
  }
}

TEST(Corpus, TheEmptyTemplateHasNoResults) {
  NEED_CORPUS("tokutei-cda");
  EXPECT_EQ(test::refusal_of(test::slurp(corpus() / "tokutei-cda" / "CSVXLM2_CDAtemplate-hc18.xml")).reason,
            Reason::no_results);
}

TEST(Corpus, ExpenseNotice) {
  NEED_CORPUS("iryohi-csv");
  const ParsedDocument document = test::parsed(test::slurp(corpus() / "iryohi-csv" / "77web_input.csv"));
  EXPECT_EQ(document.facts.date, "2025-12-29");
  EXPECT_EQ(document.facts.author, "全国健康保険協会PHP支部");
  EXPECT_EQ(document.facts.subject,
            (Subject{"ななうぇぶ　花子", "ﾅﾅｳｪﾌﾞ ﾊﾅｺ", "2", "1981-01-01", "1111111", "9999999", "11", "00"}));
  // The public funds of the third line (100) are missing in the stated total (0).
  EXPECT_EQ(document.facts.warnings, std::vector{Warning::sums_differ});
  const auto yen = [](std::string text, std::string number) {
    return Amount{std::move(text), std::move(number)};
  };
  const std::vector<ExpenseItem> expected{
      {"2025-01",
       "",
       "医科外来",
       "1",
       "PHPクリニック",
       yen("2,000", "2000"),
       yen("1,400", "1400"),
       yen("0", "0"),
       yen("600", "600"),
       {}},
      {"2025-02",
       "",
       "調剤",
       "1",
       "Symfony薬局",
       yen("3,000", "3000"),
       yen("2,100", "2100"),
       yen("0", "0"),
       yen("900", "900"),
       {}},
      {"2025-02",
       "",
       "調剤",
       "1",
       "Doctrine病院",
       yen("2,000", "2000"),
       yen("1,400", "1400"),
       yen("100", "100"),
       yen("500", "500"),
       {}},
      {"2025-03",
       "",
       "歯科外来",
       "1",
       "Twig歯科医院",
       yen("3,000", "3000"),
       yen("2,100", "2100"),
       yen("0", "0"),
       yen("900", "900"),
       {}},
  };
  EXPECT_EQ(document.expense, expected);
}

ParsedDocument medicines(const char* name) { return test::parsed(test::slurp(corpus() / name)); }

using Warnings = std::vector<Warning>;
using Notes = std::vector<std::string>;

TEST(Corpus, MedicineXml) {
  NEED_CORPUS("yzk-xml");
  const ParsedDocument document = medicines("yzk-xml/myna-health_synthetic-yzk-if-002.xml");
  EXPECT_EQ(document.facts.date, "2026-09-04");
  EXPECT_EQ(document.facts.file_date, "2026-09-27");
  EXPECT_EQ(document.facts.facility_code, "1300000001");
  EXPECT_EQ(document.facts.facility, "架空みなと薬局");
  EXPECT_EQ(document.facts.subject.name, "山田 花子（架空）");
  EXPECT_EQ(document.facts.subject.birth_date, "");
  EXPECT_TRUE(document.facts.warnings.empty());
  ASSERT_EQ(document.medication.size(), 1U);
  const MedicationItem& item = document.medication[0];
  EXPECT_EQ(item.source, MedicationSource::claim);
  EXPECT_EQ(item.date, "2026-09-04");
  EXPECT_EQ(item.code, "100101001");
  EXPECT_EQ(item.name, "合成薬剤 A");
  EXPECT_TRUE(item.warnings.empty());
}

struct Notebook {
  const char* file;
  const char* date;
  const char* subject;
  const char* birth;
  std::size_t records;
  Warnings warnings;
};

TEST(Corpus, Notebooks) {
  NEED_CORPUS("jahis-tc");
  const std::vector<Notebook> kExpected{
      {"tsuchi84_1.csv", "2020-04-10", "鈴木 太郎", "1958-03-03", 5, {}},
      {"tsuchi84_2.csv", "2020-04-10", "鈴木 太郎", "1958-03-03", 9, {}},
      {"tsuchi84_4.csv", "2020-04-10", "鈴木 太郎", "1958-03-03", 10, {}},
      {"tsuchi84_7.csv", "2020-04-10", "鈴木 太郎", "1958-03-03", 2, {}},   // one medicine, the remarks
      {"tsuchi84_8.csv", "2020-04-10", "鈴木 太郎", "1958-03-03", 1, {}},   // a note only
      {"tsuchi84_11.csv", "2020-04-11", "鈴木 太郎", "1958-03-03", 9, {}},  // 5 medicines, 1 own, 2 memos,
                                                                            // remarks
      {"jahis-rx-parser_tc-minimal-valid.txt", "2026-03-10", "山田 太郎", "1980-01-01", 1, {}},
      {"jahis-rx-parser_tc-multi-dispensing.txt", "2026-03-12", "山田 太郎", "1980-01-01", 2, {}},
      // Neither pharmacy nor prescriber: part-missing.
      {"jahis-rx-parser_tc-invalid-missing-drug-code.txt",
       "2026-03-10",
       "山田 太郎",
       "1980-01-01",
       1,
       {Warning::part_missing}},
  };
  for (const Notebook& expected : kExpected) {
    const ParsedDocument document = test::parsed(test::slurp(corpus() / "jahis-tc" / expected.file));
    EXPECT_EQ(document.facts.layout, "jahis-tc") << expected.file;
    EXPECT_EQ(document.facts.date, expected.date) << expected.file;
    EXPECT_EQ(document.facts.subject.name, expected.subject) << expected.file;
    EXPECT_EQ(document.facts.subject.birth_date, expected.birth) << expected.file;
    EXPECT_EQ(document.facts.subject.sex, "1") << expected.file;
    EXPECT_EQ(document.medication.size(), expected.records) << expected.file;
    EXPECT_EQ(document.facts.warnings, expected.warnings) << expected.file;
    const bool code_missing =
        std::string_view(expected.file).find("missing-drug-code") != std::string_view::npos;
    for (const MedicationItem& item : document.medication)
      EXPECT_EQ(item.warnings, code_missing ? Warnings{Warning::code_missing} : Warnings{}) << expected.file;
  }
  // Announces two parts and is the first of them.
  const Refusal refusal =
      test::refusal_of(test::slurp(corpus() / "jahis-tc/jahis-rx-parser_tc-supported-records-full.txt"));
  EXPECT_EQ(refusal.reason, Reason::split_set);
  EXPECT_EQ(refusal.line, 24U);
}

TEST(Corpus, MedicinesOfNotebooks) {
  NEED_CORPUS("jahis-tc");
  const auto first = medicines("jahis-tc/tsuchi84_1.csv").medication;
  ASSERT_EQ(first.size(), 5U);
  EXPECT_EQ(first[3].name, "(局)ﾀﾝﾅﾙﾋﾞﾝ「ﾎｴｲ」");
  EXPECT_EQ(first[3].code, "612310013") << "written with a blank before it";
  EXPECT_EQ(first[3].amount, "1.5");
  EXPECT_EQ(first[3].group, 2U);
  EXPECT_EQ(first[3].usage, "【分３ 毎食後服用】");
  EXPECT_EQ(first[1].usage, "【分２ 朝夕食後服用】");
  EXPECT_EQ(first[0].prescriber_code, "1311234567");

  const auto second = medicines("jahis-tc/tsuchi84_2.csv").medication;
  ASSERT_EQ(second.size(), 9U);
  EXPECT_EQ(second[6].form, "4") << "an injection";
  EXPECT_EQ(second[7].name, "ﾍﾟﾝﾆｰﾄﾞﾙ30G/8mm(ﾉﾎﾞ)");
  EXPECT_EQ(second[7].usage, "");
  EXPECT_EQ(second[8].code, "");

  const auto fourth = medicines("jahis-tc/tsuchi84_4.csv").medication;
  ASSERT_EQ(fourth.size(), 10U);
  EXPECT_EQ(fourth[0].doctor, "工業会 次郎");
  EXPECT_EQ(fourth[7].department, "内科");
  EXPECT_EQ(fourth[8].doctor, "佐藤 三郎");
  EXPECT_EQ(fourth[9].department, "皮膚科");
  EXPECT_EQ(fourth[9].pharmacist, "薬剤師 太郎");
  EXPECT_EQ(fourth[9].notes,
            (Notes{"残薬: 服用忘れによりｺﾘｵﾊﾟﾝｶﾌﾟｾﾙ12錠残薬あり", "正しい飲み方は薬袋等をご覧下さい。"}));

  const auto seventh = medicines("jahis-tc/tsuchi84_7.csv").medication;
  ASSERT_EQ(seventh.size(), 2U);
  EXPECT_EQ(seventh[0].notes, (Notes{"アレルギー歴: 乳製品", "副作用歴: セフェム系（発熱）",
                                     "既往歴: 狭心症（2011年～）", "患者特記: 嚥下困難"}));
  EXPECT_EQ(seventh[1].code, "612170539");
  EXPECT_EQ(seventh[1].notes.size(), 3U);

  const auto eighth = medicines("jahis-tc/tsuchi84_8.csv");
  EXPECT_EQ(eighth.facts.facility_code, "1311234567");
  EXPECT_EQ(eighth.medication.at(0).name, "");
  EXPECT_EQ(eighth.medication.at(0).notes,
            Notes{"退院後の療養に必要な情報: 嚥下困難が見られるため、錠剤は粉砕して投与する。"});

  const auto eleventh = medicines("jahis-tc/tsuchi84_11.csv").medication;
  ASSERT_EQ(eleventh.size(), 9U);
  EXPECT_EQ(eleventh[1].source, MedicationSource::own_entry);
  EXPECT_EQ(eleventh[1].name, "ﾊﾞﾌｧﾘﾝ");
  EXPECT_EQ(eleventh[1].date, "2020-04-06");
  EXPECT_EQ(eleventh[1].end_date, "2020-04-09");
  EXPECT_EQ(eleventh[3].notes, Notes{"インフルエンザ予防接種"});
  EXPECT_EQ(eleventh[3].date, "2020-03-31");
  EXPECT_EQ(eleventh[4].source, MedicationSource::dispensed);
  EXPECT_EQ(eleventh[5].times_unit, "回分");
  EXPECT_EQ(eleventh[6].date, "2020-04-07");
  EXPECT_EQ(eleventh[6].facility_code, "") << "a patient's notebook leaves it blank";
  EXPECT_EQ(eleventh[6].notes.back(), "患者等記入 2020-04-07: 朝に薬を飲んだ後、めまいがあった");

  const auto minimal = medicines("jahis-tc/jahis-rx-parser_tc-minimal-valid.txt").medication.at(0);
  EXPECT_EQ(minimal.facility_code, "1341234567");
  EXPECT_EQ(minimal.notes.size(), 8U);
  const auto two = medicines("jahis-tc/jahis-rx-parser_tc-multi-dispensing.txt").medication;
  EXPECT_EQ(two.at(0).generic_code, "1179044F1ZZZ");
  EXPECT_EQ(two.at(1).facility_code, "1347654321");
  EXPECT_EQ(two.at(1).date, "2026-02-20");
  const auto codeless =
      medicines("jahis-tc/jahis-rx-parser_tc-invalid-missing-drug-code.txt").medication.at(0);
  EXPECT_EQ(codeless.name, "ノルバスク錠２．５ｍｇ");
  EXPECT_EQ(codeless.code_system, "");
}

TEST(Corpus, OtherFilesAreNamed) {
  NEED_CORPUS("tokutei-claims");
  const std::map<std::string, Layout> kExpected{
      {"tokutei-claims/CSVXLM2_CCV08_template.xml", Layout::checkup_claim},
      {"tokutei-claims/CSVXLM2_IXtemplate.xml", Layout::submission_index},
      {"jahis-rx-reject/jahis-rx-parser_qr-decoded-anonymized.txt", Layout::jahis_prescription},
      {"fhir-clins/clinical-core_Patient-Example-JP-Patient-minimun.json", Layout::fhir_resource},
  };
  for (const auto& [name, layout] : kExpected) {
    if (!std::filesystem::exists(corpus() / name)) continue;
    const Refusal refusal = test::refusal_of(test::slurp(corpus() / name));
    EXPECT_EQ(refusal.reason, Reason::not_supported) << name;
    EXPECT_EQ(to_name(refusal.layout), to_name(layout)) << name;
  }
}

}  // namespace
}  // namespace kenkod::parse
