// What 特定健診 items mean in each edition, and which of them are flagged against the national thresholds.
#include <gtest/gtest.h>

#include "parse/reference_ranges.hpp"
#include "tests/unit/parse_support.hpp"

namespace kenkod::parse {
namespace {

using test::entry;
using test::warned;

struct Examination {
  std::string date = "20240520";
  std::string sex = "2";

  [[nodiscard]] ParsedDocument with(const std::string& entries) const {
    test::Cda cda;
    cda.event = date.empty() ? ""
                             : R"(<documentationOf><serviceEvent><code code="010"/><effectiveTime value=")" +
                                   date + R"("/></serviceEvent></documentationOf>)";
    cda.entries = entries;
    std::string text = cda.text();
    const std::string stated = R"(<administrativeGenderCode code="2"/>)";
    text.replace(text.find(stated), stated.size(),
                 sex.empty() ? "" : R"(<administrativeGenderCode code=")" + sex + R"("/>)");
    return test::parsed(text);
  }
  [[nodiscard]] CheckupItem only(const std::string& inside) const {
    return with(entry(inside)).checkup.at(0);
  }
};

std::string coded(const std::string& code, const std::string& value, const std::string& list = "",
                  const std::string& words = "") {
  return fmt::format(R"(<code code="{}"/><value xsi:type="CD" code="{}" {} displayName="{}"/>)", code, value,
                     list.empty() ? "" : "codeSystem=\"1.2.392.200119.6." + list + "\"", words);
}

constexpr const char* kLists = "1.2.392.200119.6.";

TEST(Editions, TheListFollowsTheDayOfTheExamination) {
  struct Row {
    std::string code, value, before, since, meaning_before, meaning_since;
  };
  const std::vector<Row> rows{
      {"9N736000000000011", "2", "2003", "24060", "いいえ", "以前は吸っていたが、最近1ヶ月間は吸っていない"},
      {"9N786000000000011", "2", "2005", "24040", "", "週5～6日"},
      {"9N791000000000011", "4", "2006", "24050", "3合以上", "3～5合未満"},
      {"9N702167200000049", "1", "1301", "24020", "", "質問票の記載違い(服薬中)を確認"},
      {"9N707167200000049", "2", "1301", "24020", "", "健診以後に服薬開始を確認"},
      {"9N712167200000049", "1", "1301", "24020", "", "質問票の記載違い(服薬中)を確認"},
  };
  for (const Row& row : rows) {
    const CheckupItem before = Examination{.date = "20240331"}.only(coded(row.code, row.value));
    const CheckupItem since = Examination{.date = "20240401"}.only(coded(row.code, row.value));
    EXPECT_EQ(before.value_system, kLists + row.before) << row.code;
    EXPECT_EQ(before.value_meaning, row.meaning_before) << row.code;
    EXPECT_EQ(since.value_system, kLists + row.since) << row.code;
    EXPECT_EQ(since.value_meaning, row.meaning_since) << row.code;
    EXPECT_TRUE(before.warnings.empty() && since.warnings.empty()) << row.code;
    // The list that the file names goes before the day.
    const CheckupItem named = Examination{.date = "20240331"}.only(coded(row.code, row.value, row.since));
    EXPECT_EQ(named.value_meaning, row.meaning_since) << row.code;
    // Words of the file stand in where ours are missing, and only there.
    const CheckupItem worded = Examination{.date = "20240331"}.only(coded(row.code, row.value, "", "言葉"));
    EXPECT_EQ(worded.value_meaning, row.meaning_before.empty() ? "言葉" : row.meaning_before) << row.code;
    EXPECT_TRUE(warned(Examination{.date = ""}.only(coded(row.code, row.value)), Warning::code_list_unclear));
  }
}

TEST(Editions, TimeOfTheBloodDraw) {
  constexpr const char* kDrawn = "9N141000000000011";
  const Examination first{.date = "20110520"}, third{.date = "20180401"};
  for (const char* list : {"", "2202", "2201"}) {
    EXPECT_TRUE(first.only(coded(kDrawn, "1", list)).warnings.empty()) << list;
    EXPECT_EQ(first.only(coded(kDrawn, "2", list)).value_meaning, "食後10時間以上") << list;
  }
  EXPECT_EQ(first.only(coded(kDrawn, "2", "2201")).value_system, "1.2.392.200119.6.2201") << "as received";
  EXPECT_TRUE(warned(third.only(coded(kDrawn, "1")), Warning::unknown_code_value));
  EXPECT_TRUE(warned(third.only(coded(kDrawn, "2", "2201")), Warning::unknown_code_value));
  EXPECT_EQ(third.only(coded(kDrawn, "3")).value_meaning, "食後3.5時間以上10時間未満");
}

TEST(Editions, WithdrawnAndMisprintedCodes) {
  const std::string wish = coded("9N806000000000011", "1");
  EXPECT_TRUE(Examination{.date = "20240331"}.only(wish).warnings.empty());
  EXPECT_TRUE(warned(Examination{.date = "20240401"}.only(wish), Warning::superseded_code));
  EXPECT_FALSE(warned(Examination{.date = ""}.only(wish), Warning::superseded_code))
      << "nobody knows the day";
  EXPECT_TRUE(Examination{}.only(coded("9N808000000000011", "1")).warnings.empty()) << "another question";
  const auto sight = [](const std::string& code) {
    return Examination{.date = "20110520"}.only(R"(<code code=")" + code +
                                                R"("/><value xsi:type="PQ" value="0.9"/>)");
  };
  EXPECT_TRUE(warned(sight("9E160162560000001"), Warning::superseded_code));
  EXPECT_EQ(sight("9E160162560000001").series, sight("9E160162500000001").series);
}

TEST(Editions, JdsAndNgspNeverShareALine) {
  const auto series = [](const char* code) {
    return Examination{}
        .only(fmt::format(R"(<code code="{}"/><value xsi:type="PQ" value="5.4" unit="%"/>)", code))
        .series;
  };
  std::set<std::string> jds, ngsp;
  for (const Item& item : test::tables().items()) {
    if (item.code.starts_with("3D045")) jds.insert(series(std::string(item.code).c_str()));
    if (item.code.starts_with("3D046")) ngsp.insert(series(std::string(item.code).c_str()));
  }
  EXPECT_EQ(jds.size(), 1U) << "the methods of one scale share theirs";
  EXPECT_EQ(ngsp.size(), 1U);
  EXPECT_NE(*jds.begin(), *ngsp.begin());
}

TEST(Items, BothMethodCodesOfTheTablesAreTaken) {
  for (const char* method : {"3B07020009", "3B07030009"}) {
    const CheckupItem item = Examination{}.only(fmt::format(
        R"(<code code="3B070000002399901"/><value xsi:type="PQ" value="70" unit="U/L"/><methodCode code="{}"/>)",
        method));
    EXPECT_EQ(item.method, method);
    EXPECT_TRUE(item.warnings.empty());
  }
}

TEST(Items, TheAuthorOfAJudgementMayBeWrittenTwice) {
  const ParsedDocument document = Examination{}.with(
      entry(
          R"(<code code="9N511000000000049"/><value xsi:type="ST">所見あり</value><author><time nullFlavor="NI"/>)"
          R"(<assignedAuthor><id nullFlavor="NI"/><assignedPerson><name>見本　医師</name></assignedPerson></assignedAuthor></author>)") +
      entry(R"(<code code="9N516000000000049"/><value xsi:type="ST">見本　医師</value>)"));
  ASSERT_EQ(document.checkup.size(), 2U);
  EXPECT_EQ(document.checkup[0].author, "見本　医師");
  EXPECT_EQ(document.checkup[0].value, "所見あり");
  EXPECT_EQ(document.checkup[1].value, "見本　医師");
}

std::string measured(const std::string& code, const std::string& value, const std::string& unit,
                     const std::string& more = "") {
  return fmt::format(R"(<code code="{}"/><value xsi:type="PQ" value="{}" unit="{}"/>{})", code, value, unit,
                     more);
}

constexpr const char* kSystolic = "9A751000000000001";
constexpr const char* kHdl = "3F070000002327101";

TEST(Flags, ThresholdsOf2024) {
  const auto flag = [](const std::string& code, const std::string& value, const std::string& unit) {
    const CheckupItem item = Examination{}.only(measured(code, value, unit));
    EXPECT_EQ(item.flag_basis.empty(), item.flag == Flag::none);
    return item.flag;
  };
  EXPECT_EQ(flag(kSystolic, "129", "mm[Hg]"), Flag::none);
  EXPECT_EQ(flag(kSystolic, "130", "mm[Hg]"), Flag::guidance);
  EXPECT_EQ(flag(kSystolic, "139", "mmHg"), Flag::guidance) << "a spelling of the unit";
  EXPECT_EQ(flag(kSystolic, "140", "mm[Hg]"), Flag::referral);
  EXPECT_EQ(flag(kHdl, "40", "mg/dL"), Flag::none);
  EXPECT_EQ(flag(kHdl, "39", "mg/dL"), Flag::guidance);
  EXPECT_EQ(flag("8A065000002391901", "44.9", "ml/min/1.73m2"), Flag::referral);
  EXPECT_EQ(flag("8A065000002391901", "45", "ml/min/1.73m2"), Flag::guidance);
  EXPECT_EQ(flag("3D046000001906202", "5.5", "%"), Flag::none);
  EXPECT_EQ(flag("3D046000001906202", "5.60", "%"), Flag::guidance);
  EXPECT_EQ(flag("3D046000001906202", "6.5", "%"), Flag::referral);
  EXPECT_EQ(flag("9N001000000000001", "170", "cm"), Flag::none) << "no threshold";
  EXPECT_EQ(Examination{}.only(measured(kSystolic, "150", "mm[Hg]")).flag_basis, "2024/A");
}

TEST(Flags, TheEditionFollowsTheDay) {
  const auto at = [](const std::string& date, const std::string& code, const std::string& value,
                     const std::string& unit) {
    const CheckupItem item = Examination{.date = date}.only(measured(code, value, unit));
    return std::pair{item.flag, item.flag_basis};
  };
  const std::pair<Flag, std::string> none{Flag::none, ""};
  EXPECT_EQ(at("20240331", kSystolic, "150", "mm[Hg]"), none) << "no older row of it";
  EXPECT_EQ(at("20240401", kSystolic, "150", "mm[Hg]").second, "2024/A");
  EXPECT_EQ(at("20190520", kHdl, "39", "mg/dL"), (std::pair{Flag::guidance, std::string("2018/B")}));
  EXPECT_EQ(at("20190520", kHdl, "34", "mg/dL").first, Flag::referral);
  EXPECT_EQ(at("20190520", kHdl, "39.5", "mg/dL"), none);
  EXPECT_EQ(at("20180331", kHdl, "34", "mg/dL"), none);
  EXPECT_EQ(at("20110520", "3D045000001906202", "6.1", "%"),
            (std::pair{Flag::referral, std::string("2008/B")}));
  EXPECT_EQ(at("20240520", "3D045000001906202", "6.1", "%"), none) << "JDS was given up";
  EXPECT_EQ(at("20110520", "3D046000001906202", "6.5", "%"), none);
  EXPECT_EQ(at("20160520", "3C020000002327101", "7.1", "mg/dL").second, "2013/C");
  EXPECT_EQ(at("20180401", "3C020000002327101", "9.9", "mg/dL"), none);
  EXPECT_EQ(at("", kSystolic, "150", "mm[Hg]"), none) << "only the day of the file is known";
}

TEST(Flags, BySexOnlyWhereItIsKnown) {
  const auto waist = [](const std::string& sex, const std::string& value) {
    return Examination{.sex = sex}.only(measured("9N016160100000001", value, "cm")).flag;
  };
  EXPECT_EQ(waist("1", "85"), Flag::guidance);
  EXPECT_EQ(waist("2", "85"), Flag::none);
  EXPECT_EQ(waist("2", "90"), Flag::guidance);
  EXPECT_EQ(waist("", "120"), Flag::none);
  const Examination man{.date = "20190520", .sex = "1"};
  EXPECT_EQ(man.only(measured("2A030000001930101", "12.5", "g/dL")).flag_basis, "2018/B");
}

TEST(Flags, CodedValues) {
  const auto protein = [](const std::string& value, const std::string& list) {
    return Examination{}.only(coded("1A010000000191111", value, list)).flag;
  };
  EXPECT_EQ(protein("1", "2102"), Flag::none);
  EXPECT_EQ(protein("2", "2102"), Flag::guidance);
  EXPECT_EQ(protein("3", ""), Flag::referral) << "the list of the item";
  EXPECT_EQ(protein("5", "2102"), Flag::referral);
  EXPECT_EQ(protein("9", "2102"), Flag::none) << "no such value";
  EXPECT_EQ(protein("2", "2100"), Flag::none) << "another list";
}

TEST(Flags, NothingInDoubtIsFlagged) {
  const auto flag = [](const std::string& inside) { return Examination{}.only(inside).flag; };
  EXPECT_EQ(flag(measured(kSystolic, "150", "cm")), Flag::none);
  EXPECT_EQ(flag(measured(kSystolic, "150", "")), Flag::none) << "no unit";
  EXPECT_EQ(flag(measured(kSystolic, "1500", "mm[Hg]")), Flag::none) << "outside of the format";
  EXPECT_EQ(
      flag(
          R"(<code code="9A751000000000001" displayName="身長"/><value xsi:type="PQ" value="150" unit="mm[Hg]"/>)"),
      Flag::none);
  EXPECT_EQ(flag(R"(<code code="9A751000000000001"/><value xsi:type="ST">150</value>)"), Flag::none);
  EXPECT_EQ(
      flag(
          R"(<code code="9A751000000000001" codeSystem="1.2.3"/><value xsi:type="PQ" value="150" unit="mm[Hg]"/>)"),
      Flag::none);
  const ParsedDocument negated =
      Examination{}.with(entry(measured(kSystolic, "150", "mm[Hg]"), R"(negationInd="true")"));
  EXPECT_EQ(negated.checkup.at(0).flag, Flag::none);
}

TEST(Flags, AtTheInputLimit) {
  const auto flag = [](const std::string& code, const std::string& value, const std::string& limit) {
    return Examination{}
        .only(
            measured(code, value, "mg/dL",
                     R"(<value xsi:type="CD" code=")" + limit + R"(" codeSystem="2.16.840.1.113883.5.83"/>)"))
        .flag;
  };
  constexpr const char* kLdl = "3F077000002327101";
  EXPECT_EQ(flag(kLdl, "300", "H"), Flag::referral) << "at least 300";
  EXPECT_EQ(flag(kLdl, "300", "L"), Flag::none) << "at most 300 may be anything";
  EXPECT_EQ(flag(kHdl, "10", "L"), Flag::guidance);
  EXPECT_EQ(flag(kHdl, "10", "H"), Flag::none);
}

TEST(Flags, TheFacilityGoesBefore) {
  const auto flag = [](const std::string& more) {
    return Examination{}.only(measured(kSystolic, "135", "mm[Hg]", more)).flag;
  };
  const auto range = [](const std::string& high) {
    return R"(<referenceRange><observationRange><value xsi:type="IVL_PQ"><high value=")" + high +
           R"(" unit="mm[Hg]"/></value></observationRange></referenceRange>)";
  };
  EXPECT_EQ(flag(R"(<interpretationCode code="H"/>)"), Flag::guidance);
  EXPECT_EQ(flag(R"(<interpretationCode code="N"/>)"), Flag::none);
  EXPECT_EQ(flag(R"(<interpretationCode code="L"/>)"), Flag::none) << "low and too high at once";
  EXPECT_EQ(flag(range("129")), Flag::guidance);
  EXPECT_EQ(flag(range("135")), Flag::none);
  EXPECT_EQ(flag(range("about 100")), Flag::none) << "cannot be compared";
  EXPECT_EQ(flag(R"(<interpretationCode code="H"/>)" + range("139")), Flag::guidance)
      << "its words go before its range";
}

TEST(Flags, FastingValuesNeedAFastingPerson) {
  const auto flag = [](const std::string& code, const std::string& drawn) {
    const std::string answer = drawn.empty() ? "" : entry(coded("9N141000000000011", drawn));
    return Examination{}.with(entry(measured(code, "160", "mg/dL")) + answer).checkup.at(0).flag;
  };
  constexpr const char* kFasting = "3F015000002327101";
  constexpr const char* kCasual = "3F015129902327101";
  EXPECT_EQ(flag(kFasting, ""), Flag::guidance);
  EXPECT_EQ(flag(kFasting, "2"), Flag::guidance);
  EXPECT_EQ(flag(kFasting, "3"), Flag::none);
  EXPECT_EQ(flag("3D010129901926101", "4"), Flag::referral);
  EXPECT_EQ(flag("3D010129901926101", "2"), Flag::none);
  EXPECT_EQ(flag(kCasual, "3"), Flag::none) << "160 is below 175";
}

TEST(Rules, TheTimeSinceTheLastMealContradictsACode) {
  const auto marked = [](const char* code, const std::string& drawn) {
    const std::string answer = drawn.empty() ? "" : entry(coded("9N141000000000011", drawn));
    return warned(Examination{}.with(entry(measured(code, "100", "mg/dL")) + answer).facts,
                  Warning::fasting_contradicts_code);
  };
  constexpr const char* kFasting = "3D010000001926101";
  constexpr const char* kCasual = "3D010129901926101";
  EXPECT_FALSE(marked(kFasting, ""));
  EXPECT_FALSE(marked(kFasting, "2"));
  EXPECT_TRUE(marked(kFasting, "3"));
  EXPECT_TRUE(marked(kFasting, "4"));
  EXPECT_FALSE(marked(kCasual, "3"));
  EXPECT_TRUE(marked(kCasual, "2"));
  EXPECT_FALSE(marked(kCasual, "7")) << "no answer of the list";
  EXPECT_FALSE(marked("3F070000002327101", "3")) << "HDL may be taken at any time";
}

TEST(Flags, SeveralYearsInOneDocument) {
  ParsedDocument document = Examination{}.with(entry(measured(kSystolic, "150", "mm[Hg]")) +
                                               entry(measured(kSystolic, "150", "mm[Hg]")));
  document.checkup[1].date = "2023-05-20";
  for (CheckupItem& item : document.checkup) item.flag = Flag::none;
  for (CheckupItem& item : document.checkup) item.flag_basis.clear();
  RangeCheck ranges(test::installed().ranges, document);
  for (CheckupItem& item : document.checkup) ranges.flag(item);
  EXPECT_EQ(document.checkup[0].flag, Flag::referral);
  EXPECT_EQ(document.checkup[1].flag, Flag::none);
}

TEST(ReferenceRanges, EveryRowOfTheTableNamesKnownItems) {
  const std::string table = test::slurp(std::string(KENKOD_SOURCE_ROOT) + "/data/reference-ranges.tsv");
  std::size_t codes = 0;
  for (std::size_t at = 0; at + 17 < table.size(); ++at) {
    const std::string_view code = std::string_view(table).substr(at, 17);
    const bool whole = (table[at - (at > 0 ? 1 : 0)] == '\t' || table[at - (at > 0 ? 1 : 0)] == ' ') &&
                       std::all_of(code.begin(), code.end(),
                                   [](char c) { return isalnum(static_cast<unsigned char>(c)) != 0; });
    if (!whole) continue;
    ++codes;
    EXPECT_NE(test::tables().find(code), nullptr) << code;
  }
  EXPECT_GT(codes, 50U);
}

}  // namespace
}  // namespace kenkod::parse
