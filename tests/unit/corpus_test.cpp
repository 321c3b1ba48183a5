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

TEST(Corpus, OtherFilesAreNamed) {
  NEED_CORPUS("tokutei-claims");
  const std::map<std::string, Layout> kExpected{
      {"tokutei-claims/CSVXLM2_CCV08_template.xml", Layout::checkup_claim},
      {"tokutei-claims/CSVXLM2_IXtemplate.xml", Layout::submission_index},
      {"jahis-tc/tsuchi84_1.csv", Layout::jahis_tc},
      {"jahis-tc/jahis-rx-parser_tc-minimal-valid.txt", Layout::jahis_tc},
      {"jahis-rx-reject/jahis-rx-parser_qr-decoded-anonymized.txt", Layout::jahis_prescription},
      {"yzk-xml/myna-health_synthetic-yzk-if-002.xml", Layout::online_qualification},
      {"fhir-echeckup/eCheckupReport_Bundle-Sample-01.json", Layout::fhir_bundle},
      {"fhir-clins/clinical-core_Patient-Example-JP-Patient-minimun.json", Layout::fhir_resource},
      {"fhir-malformed/eMunicipal_9P634160800000049.json", Layout::fhir_resource},
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
