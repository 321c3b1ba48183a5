// JAHIS お薬手帳: what the records say – owner, blocks, RPs, own entries, codes, versions.
#include <gtest/gtest.h>

#include "parse/drug_codes.hpp"
#include "parse/japanese_date.hpp"
#include "tests/unit/jahis_support.hpp"

namespace kenkod::parse {
namespace {

using namespace test::jahis;
using test::refusal_of;
using test::warned;
using Warnings = std::vector<Warning>;
using Notes = std::vector<std::string>;

MedicationItem drug(std::string_view fields) {
  return read(fmt::format("201,1,{}\n301,1,朝食後,7,日分,1,1,,1\n", fields)).medication.at(0);
}

TEST(Jahis, ProviderNotebookInCp932) {
  const ParsedDocument document = test::parsed(test::sample("jahis-tc07.csv"));
  const DocumentFacts& facts = document.facts;
  EXPECT_EQ(facts.kind, Kind::medication);
  EXPECT_EQ(facts.layout, "jahis-tc");
  EXPECT_EQ(facts.date, "2024-08-05");
  EXPECT_EQ(facts.facility, "");
  EXPECT_EQ(facts.subject.name, "見本　花子");
  EXPECT_EQ(facts.subject.kana, "ﾐﾎﾝ ﾊﾅｺ");
  EXPECT_EQ(facts.subject.sex, "2");
  EXPECT_EQ(facts.subject.birth_date, "1968-01-15") << "昭和43年";
  EXPECT_TRUE(facts.warnings.empty());

  const auto& items = document.medication;
  ASSERT_EQ(items.size(), 8U);
  EXPECT_EQ(items[0].name, "") << "what a notebook says of its owner is notes only";
  EXPECT_EQ(items[0].date, "");
  EXPECT_EQ(items[0].notes, (Notes{"アレルギー歴: 乳製品", "副作用歴: ペニシリン系（発疹）"}));

  MedicationItem first;
  first.source = MedicationSource::dispensed;
  first.date = "2024-08-05";
  first.facility_code = "1349999991";
  first.facility = "見本薬局　駅前店";
  first.prescriber_code = "1319999992";
  first.prescriber = "見本内科医院";
  first.doctor = "見本　一郎";
  first.department = "内科";
  first.pharmacist = "見本　薬子";
  first.code = "612170709";
  first.code_system = drug::kReceipt;
  first.name = "ｱﾑﾛｼﾞﾋﾟﾝ錠2.5mg「見本」";
  first.amount = "1";
  first.amount_decimal = "1";
  first.unit = "錠";
  first.usage = "【分１　朝食後服用】";
  first.times = "28";
  first.times_unit = "日分";
  first.form = "1";
  first.group = 1;
  const Notes of_block{"他の薬を併用する際は、相談してください。",
                       "残薬: 飲み忘れにより見本整腸散３包残薬あり", "正しい飲み方は薬袋等をご覧下さい。"};
  first.notes = {"一包化", "グレープフルーツジュースと一緒に飲まないでください。",
                 "めまいが現れることがあるので車の運転に注意してください。"};
  first.notes.insert(first.notes.end(), of_block.begin(), of_block.end());
  EXPECT_EQ(items[1], first);

  EXPECT_EQ(items[2].code_system, drug::kYj);
  EXPECT_EQ(items[2].amount, "1.50");
  EXPECT_EQ(items[2].amount_decimal, "1.5");
  EXPECT_EQ(items[3].code_system, drug::kHot9);
  EXPECT_EQ(items[3].group, 2U);
  EXPECT_EQ(items[3].usage, "【分３　毎食後服用】") << "both medicines of the RP";
  EXPECT_EQ(items[3].notes.front(), "下痢がおさまれば中止");
  EXPECT_EQ(items[4].doctor, "見本　次郎") << "the second doctor of the block";
  EXPECT_EQ(items[4].department, "皮膚科");
  EXPECT_EQ(items[4].notes, of_block);
  EXPECT_EQ(items[5].name, "容器");
  EXPECT_EQ(items[5].code_system, "");
  EXPECT_TRUE(items[5].warnings.empty()) << "a container needs no usage";
  EXPECT_EQ(items[6].name, "") << "a block without a medicine is its notes";
  EXPECT_EQ(items[6].date, "2024-07-01");
  EXPECT_EQ(items[6].facility, "見本病院");
  EXPECT_EQ(items[6].notes,
            Notes{"退院後の療養に必要な情報: 嚥下困難が見られるため、錠剤は粉砕して投与する。"});
  EXPECT_EQ(items[7].date, "2024-05-20");
  EXPECT_EQ(items[7].doctor, "");
}

TEST(Jahis, PatientNotebookInUtf8) {
  const ParsedDocument document = test::parsed(test::sample("jahis-tc08.txt"));
  EXPECT_TRUE(document.facts.warnings.empty()) << "a patient's notebook may lack the codes of facilities";
  EXPECT_EQ(document.facts.date, "2024-10-15");
  EXPECT_EQ(document.facts.facility, "見本薬局　駅前店");
  const auto& items = document.medication;
  ASSERT_EQ(items.size(), 5U);
  EXPECT_EQ(items[0].source, MedicationSource::own_entry);
  EXPECT_EQ(items[0].name, "見本鎮痛錠Ａ");
  EXPECT_EQ(items[0].date, "2024-09-01");
  EXPECT_EQ(items[0].end_date, "2024-09-03");
  EXPECT_EQ(items[0].code, "4900000000004");
  EXPECT_EQ(items[0].code_system, drug::kJan);
  EXPECT_EQ(items[0].ingredient, "イブプロフェン、無水カフェイン");
  EXPECT_EQ(items[1].name, "見本かぜ薬");
  EXPECT_EQ(items[1].date, "2024-09-10");
  EXPECT_EQ(items[1].end_date, "");
  EXPECT_EQ(items[2].source, MedicationSource::own_entry);
  EXPECT_EQ(items[2].notes, Notes{"インフルエンザ予防接種"});
  EXPECT_EQ(items[3].source, MedicationSource::dispensed);
  EXPECT_EQ(items[3].generic_name, "【般】アムロジピン錠２．５ｍｇ");
  EXPECT_EQ(items[3].generic_code, "2171022F1ZZZ");
  EXPECT_EQ(items[3].facility_code, "");
  EXPECT_EQ(items[3].notes, Notes{"患者等記入 2024-10-05: 飲み始めてから昼に眠くなるようになった。"});
  EXPECT_EQ(items[4].source, MedicationSource::own_entry) << "entered by the patient";
}

TEST(Jahis, WarekiAndCalendarDates) {
  EXPECT_EQ(japanese_date("20240229"), "2024-02-29");
  EXPECT_EQ(japanese_date("20230229"), "");
  EXPECT_EQ(japanese_date("R010501"), "2019-05-01");
  EXPECT_EQ(japanese_date("R010430"), "") << "still Heisei";
  EXPECT_EQ(japanese_date("H310430"), "2019-04-30");
  EXPECT_EQ(japanese_date("H311231"), "2019-12-31") << "written by programs that knew no Reiwa";
  EXPECT_EQ(japanese_date("H320101"), "");
  EXPECT_EQ(japanese_date("H010108"), "1989-01-08");
  EXPECT_EQ(japanese_date("H010107"), "");
  EXPECT_EQ(japanese_date("S640107"), "1989-01-07");
  EXPECT_EQ(japanese_date("S011225"), "1926-12-25");
  EXPECT_EQ(japanese_date("T010730"), "1912-07-30");
  EXPECT_EQ(japanese_date("M450729"), "1912-07-29");
  EXPECT_EQ(japanese_date("M300101"), "") << "1897: before anything a record may hold";
  for (const char* text :
       {"", "R", "X020410", "R0204100", "2020-04-10", "R02041", "r020410", "R000101", "+2020041"})
    EXPECT_EQ(japanese_date(text), "") << text;
}

TEST(Jahis, CodesByTheirType) {
  EXPECT_EQ(drug("見本錠,1,錠,2,620000001,1").code_system, drug::kReceipt);
  EXPECT_EQ(drug("見本錠,1,錠,3,2316009B1037,1").code_system, drug::kPriceList);
  EXPECT_EQ(drug("見本錠,1,錠,4,2316009B1037,1").code_system, drug::kYj);
  EXPECT_EQ(drug("見本錠,1,錠,6,1000000,1").code_system, drug::kHot7);
  EXPECT_EQ(drug("見本錠,1,錠,6,1000000010101,1").code_system, drug::kHot13);
  EXPECT_EQ(drug("見本錠,1,錠,2, 620000001 ,1").code, "620000001");
  EXPECT_TRUE(drug("見本錠,1,錠,2, 620000001 ,1").warnings.empty());
  EXPECT_EQ(drug("見本錠,1,錠,2,62000000,1").warnings, Warnings{Warning::outside_format});
  EXPECT_EQ(drug("見本錠,1,錠,2,,1").warnings, Warnings{Warning::code_missing});
  EXPECT_TRUE(drug("見本錠,1,錠,1,,1").warnings.empty());
  const MedicationItem unknown = drug("見本錠,1,錠,5,620000001,1");
  EXPECT_EQ(unknown.code, "620000001");
  EXPECT_EQ(unknown.code_system, "") << "a code of no known list is never taken for another's";
  EXPECT_EQ(unknown.warnings, Warnings{Warning::code_list_unclear});
  EXPECT_EQ(drug(",1,錠,2,620000001,1").warnings, Warnings{Warning::part_missing});
  EXPECT_EQ(drug("見本錠,適量,g,1,,1").warnings, Warnings{Warning::amount_not_a_number});
}

TEST(Jahis, TrailingFieldsMayBeMissing) {
  const ParsedDocument document = test::parsed(
      "JAHISTC01,1\r\n1,見本　花子,2,S430115\r\n5,R060805\r\n11,見本薬局,13,4,9999991\r\n"
      "51,見本内科医院,13,1,9999992\r\n201,1,見本錠,1,錠,2,620000001\r\n301,1,朝食後,7,日分,1\r\n\x1A");
  ASSERT_EQ(document.medication.size(), 1U);
  EXPECT_TRUE(document.facts.warnings.empty());
  EXPECT_TRUE(document.medication[0].warnings.empty());
}

TEST(Jahis, LinesEndInCrOrLfOnly) {
  std::string text = notebook(kDrug);
  std::replace(text.begin(), text.end(), '\n', '\r');
  EXPECT_EQ(test::parsed(text).medication, read(kDrug).medication);
  EXPECT_EQ(read(std::string("\n \n\n").append(kDrug).append("\n\x1A\x1A")).medication.size(), 1U);
  EXPECT_EQ(refusal_of(notebook("501,備\xC2\x85考,1\n")).reason, Reason::forbidden_character) << "U+0085";
}

TEST(Jahis, Rps) {
  EXPECT_EQ(read("201,1,見本錠,1,錠,1,,1\n").medication.at(0).warnings, Warnings{Warning::part_missing});
  const ParsedDocument usage_alone = read(std::string(kDrug).append("301,7,夕食後,7,日分,1,1,,1\n"));
  EXPECT_TRUE(warned(usage_alone.facts, Warning::part_missing));
  EXPECT_EQ(usage_alone.medication.at(0).usage, "朝食後");
  const ParsedDocument again =
      read(std::string(kDrug).append("201,1,第二錠,1,錠,1,,1\n301,1,夕食後,3,日分,1,1,,1\n"));
  EXPECT_EQ(again.medication.at(0).usage, "朝食後");
  EXPECT_EQ(again.medication.at(1).usage, "夕食後") << "a closed RP number is used again";
  const auto mixed =
      read("201,1,甲,1,錠,1,,1\n201,2,乙,1,錠,1,,1\n301,2,夕,1,日分,1,1,,1\n301,1,朝,1,日分,1,1,,1\n");
  EXPECT_EQ(mixed.medication.at(0).usage, "朝");
  EXPECT_EQ(mixed.medication.at(1).usage, "夕");
  const auto nameless = read("201,1,甲,1,錠,1,,1\n301,1,,1,日分,1,1,,1\n").medication.at(0);
  EXPECT_EQ(nameless.warnings, Warnings{Warning::part_missing});
  const ParsedDocument stray = read(std::string(kDrug).append("291,9,注意,1\n"));
  EXPECT_EQ(stray.medication.at(0).notes, Notes{"注意"}) << "said of an RP that is not there: of the block";
  EXPECT_TRUE(warned(stray.facts, Warning::part_missing));
}

TEST(Jahis, RequiredRecords) {
  const auto facts = [](std::string_view lines) {
    return test::parsed(std::string(kPatient).append(lines)).facts;
  };
  EXPECT_TRUE(warned(facts(fmt::format("5,20240805,1\n{}", kDrug)), Warning::part_missing)) << "no 11, no 51";
  EXPECT_TRUE(
      warned(facts(fmt::format("5,20240805\n11,見本薬局,13,4,,,,,1\n51,医院,13,1,9999992\n{}", kDrug)),
             Warning::part_missing));
  const ParsedDocument nobody = test::parsed(std::string("JAHISTC08,1\n").append(kBlock).append(kDrug));
  EXPECT_EQ(nobody.facts.warnings, (Warnings{Warning::part_missing, Warning::subject_not_stated}));
  EXPECT_EQ(refusal_of(kPatient).reason, Reason::no_results);
  EXPECT_EQ(refusal_of(std::string(kPatient).append("3,見本薬,,,2\n")).reason, Reason::no_date);
  const ParsedDocument undated =
      test::parsed(std::string(kPatient)
                       .append("3,見本薬,20240801,,2\n5,20241399,1\n11,見本薬局,13,4,9999991\n"
                               "51,医院,13,1,9999992\n")
                       .append(kDrug));
  EXPECT_EQ(undated.medication.at(1).date, "");
  EXPECT_EQ(undated.medication.at(1).warnings, Warnings{Warning::date_unclear});
  EXPECT_EQ(undated.medication.at(1).notes, Notes{"調剤年月日: 20241399"});
}

TEST(Jahis, ALostDateNeverBecomesAnothersDate) {
  const std::string two =
      notebook(std::string(kDrug).append("11,第二薬局,13,4,9999983,,,,1\n51,医院,13,1,9999992,1\n201,1,別錠,"
                                         "1,錠,1,,1\n301,1,夜,1,日分,1,1,,1\n"));
  const ParsedDocument document = test::parsed(two);
  EXPECT_EQ(document.medication.at(0).facility, "見本薬局");
  EXPECT_EQ(document.medication.at(1).facility, "第二薬局");
  EXPECT_EQ(document.medication.at(1).date, "");
  EXPECT_EQ(document.medication.at(1).warnings, Warnings{Warning::date_unclear});
}

TEST(Jahis, VersionsAndUnknownRecords) {
  EXPECT_TRUE(test::parsed(notebook(kDrug)).facts.warnings.empty());
  std::string newer = notebook(std::string(kDrug).append("501,備考,1,new,fields\n"));
  newer.replace(newer.find("08"), 2, "12");
  EXPECT_EQ(test::parsed(newer).facts.warnings, Warnings{Warning::format_version_unknown});
  EXPECT_EQ(read(std::string(kDrug).append("777,何か,1\n")).facts.warnings,
            Warnings{Warning::format_version_unknown});
  EXPECT_EQ(read(std::string(kDrug).append("777,何か,1\n")).medication, read(kDrug).medication);
}

TEST(Jahis, TheSameBlockTwiceIsOne) {
  const std::string block = std::string(kBlock).append(kDrug);
  const auto once = test::parsed(notebook(kDrug)).medication;
  EXPECT_EQ(test::parsed(std::string(kPatient) + block + block).medication, once);
  EXPECT_EQ(test::parsed(notebook(kDrug) + notebook(kDrug)).medication, once) << "two exports in one file";
  const auto noted = test::parsed(std::string(kPatient) + block + block + "501,備考,1\n").medication;
  ASSERT_EQ(noted.size(), 1U);
  EXPECT_EQ(noted[0].notes, Notes{"備考"}) << "nothing that was said is lost";
  std::string corrected = block;
  corrected.replace(corrected.find(",1,錠"), 3, ",2,");
  EXPECT_EQ(test::parsed(std::string(kPatient) + block + corrected).medication.size(), 2U);
  const std::string reordered = std::string(kPatient) + std::string(kBlock) +
                                "201,2,乙,1,錠,1,,1\n301,2,夕,1,日分,1,1,,1\n" + std::string(kDrug) +
                                std::string(kBlock) + std::string(kDrug) +
                                "201,2,乙,1,錠,1,,1\n301,2,夕,1,日分,1,1,,1\n";
  EXPECT_EQ(test::parsed(reordered).medication.size(), 2U);
  // Two lines of one medicine within a block are two.
  EXPECT_EQ(read(std::string(kDrug).append(kDrug)).medication.size(), 2U);
}

}  // namespace
}  // namespace kenkod::parse
