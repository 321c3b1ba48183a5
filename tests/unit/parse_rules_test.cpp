// The small pure rules: decimals, units, names, tables, recognising.
#include <gtest/gtest.h>

#include "parse/decimal.hpp"
#include "parse/names.hpp"
#include "parse/recognise.hpp"
#include "parse/units.hpp"
#include "tests/unit/parse_support.hpp"

namespace kenkod::parse {
namespace {

using test::tables;

TEST(Decimal, Canonical) {
  EXPECT_EQ(canonical("170.20"), "170.2");
  EXPECT_EQ(canonical("-0.50"), "-0.5");
  EXPECT_EQ(canonical("-0.00"), "0");
  EXPECT_EQ(canonical("007"), "7");
  EXPECT_EQ(canonical(" .5 "), "0.5");
  EXPECT_EQ(canonical("0.1000000000000000055511151231257827"), "0.1000000000000000055511151231257827");
  for (const char* bad :
       {"", " ", ".", "-", "1e3", "1,000", "<5", "5 5", "１７０", "0x10", "NaN", "1.2.3", "--1"})
    EXPECT_FALSE(canonical(bad)) << bad;
  EXPECT_FALSE(canonical(std::string(61, '9')));
}

TEST(Decimal, Compare) {
  EXPECT_TRUE(less("9.9", "10"));
  EXPECT_TRUE(less("-2", "-1"));
  EXPECT_TRUE(less("-1", "0"));
  EXPECT_TRUE(less("1.05", "1.5"));
  EXPECT_FALSE(less("1.5", "1.5"));
  EXPECT_FALSE(less("0", "-1"));
}

TEST(Decimal, Format) {
  EXPECT_TRUE(fits("24", "NN.N"));
  EXPECT_TRUE(fits("24.5", "NN.N"));
  EXPECT_FALSE(fits("24.55", "NN.N"));
  EXPECT_FALSE(fits("124", "NN.N"));
  EXPECT_FALSE(fits("1.5", "NNN"));
  EXPECT_TRUE(fits("123456.7", "*.N"));
  EXPECT_TRUE(fits("123.456", ""));
}

TEST(Units, HarmlessSpellings) {
  const auto spelling = [](const char* received, const char* table, const char* display = "") {
    EXPECT_EQ(match_unit(received, table, display), UnitMatch::spelling) << received << " for " << table;
  };
  EXPECT_EQ(match_unit("cm", "cm", ""), UnitMatch::equal);
  spelling("mmHg", "mm[Hg]");
  spelling("ｍｍＨｇ", "mm[Hg]");
  spelling("mg/dl", "mg/dL");
  spelling("U/l", "U/L");
  spelling("IU/L", "U/L");
  spelling("万/mm3", "10*4/mm3", "万/mm3");
  spelling("10^4/μL", "10*4/mm3");
  spelling("×10^4/μL", "10*4/mm3");
  spelling("kg/m²", "kg/m2");
  spelling("拍／分", "{h`b}/min", "拍／分");
  spelling("{h'b}/min", "{h`b}/min");
  spelling("回", "{times}");
  spelling("mg/g･CR", "mg/g*CR");
  spelling("mg/gCr", "mg/g*CR");
  spelling("％", "%");
  spelling("", "mg/dL");
  spelling("1", "");
}

TEST(Units, AnotherQuantity) {
  const auto other = [](const char* received, const char* table) {
    EXPECT_EQ(match_unit(received, table, ""), UnitMatch::contradiction) << received << " for " << table;
  };
  other("mmHg", "cm");
  other("m", "cm");
  other("mmol/L", "mg/dL");
  other("mg/g", "mg/g*CR");
  other("10*3/mm3", "10*4/mm3");
  other("/mm3", "10*4/mm3");
  other("g", "kg");
  other("mg/dL", "");
}

bool contradicts(const char* code, const char* name) {
  NameCheck check(tables());
  const Item* const item = tables().find(code);
  return item == nullptr ? check.contradicts_analyte(code, name) : check.contradicts(*item, name);
}

TEST(Names, OwnNamesAndUsualWordingsPass) {
  const std::vector<std::pair<const char*, const char*>> kFine{
      {"9N001000000000001", "身長"},
      {"9N001000000000001", "身　長"},
      {"9N001000000000001", "Height"},
      {"9N011000000000001", "ＢＭＩ"},
      {"3F070000002327101", "HDLコレステロール"},
      {"3F070000002327101", "ＨＤＬ－Ｃ"},
      {"3D010000001926101", "空腹時血糖"},
      {"3D010000001926101", "血糖"},
      {"3D010000001926101", "空腹時血糖値"},
      {"3F015000002327201", "中性脂肪"},
      {"3F015129902327101", "中性脂肪（トリグリセリド）"},
      {"9A755000000000001", "収縮期血圧"},
      {"9A751000000000001", "最高血圧"},
      {"3B035000002327201", "GOT"},
      {"3B090000002327101", "γ－ＧＴＰ"},
      {"3C015000002327101", "クレアチニン"},
      {"2A030000001930101", "ヘモグロビン"},
      {"2A020000001930101", "RBC"},
      {"3D045000001906202", "HbA1c"},
      {"3D046000001906202", "ＨｂＡ１ｃ（ＮＧＳＰ）"},
      {"9N736000000000011", "現在、たばこを習慣的に吸っていますか"},
      {"9N731000000000011", "医師から貧血といわれたことがある"},
      {"9E160162560000001", "視力"},
      {"1A010000000191111", "尿蛋白"},
      {"9N001000000000001", ""},
  };
  for (const auto& [code, name] : kFine) EXPECT_FALSE(contradicts(code, name)) << code << " " << name;
}

TEST(Names, OtherItemsNamesAreFlagged) {
  const std::vector<std::pair<const char*, const char*>> kWrong{
      {"9N001000000000001", "収縮期血圧"},
      {"9N006000000000001", "拡張期血圧"},
      {"9N001000000000001", "体重"},
      {"3F070000002327101", "LDLコレステロール"},
      {"3F077000002327101", "ＨＤＬコレステロール"},
      {"3D010129901926101", "空腹時血糖"},
      {"3D045000001906202", "HbA1c(NGSP値)"},
      {"3D045000001906202", "ＨｂＡ１ｃ（ＮＧＳＰ）"},
      {"1A020000000191111", "尿蛋白"},
      {"9N016000000000001", "ＢＭＩ"},  // waist without method: no such code
      {"1A020000000191132", "尿蛋白"},
      {"3D045000001927101", "ＨｂＡ１ｃ（ＮＧＳＰ）"},
      {"9N001000000000001", "xyz"},
  };
  for (const auto& [code, name] : kWrong) EXPECT_TRUE(contradicts(code, name)) << code << " " << name;
}

TEST(Tables, EveryOwnNamePassesItsOwnCheck) {
  NameCheck check(tables());
  for (const Item& item : tables().items()) {
    EXPECT_FALSE(check.contradicts(item, item.name)) << item.code << item.name;
    EXPECT_FALSE(check.contradicts(item, item.identity_name)) << item.code << item.identity_name;
  }
}

TEST(Tables, HoldTheSelectionOfTheNotice) {
  EXPECT_EQ(tables().items().size(), 532U);
  EXPECT_EQ(tables().meaning("1.2.392.200119.6.24060", "3"), "いいえ");
  EXPECT_EQ(tables().meaning("1.2.392.200119.6.2006", "4"), "3合以上");
  EXPECT_FALSE(tables().knows_list("1.2.392.200119.6.2101")) << "only in a PolyForm-licensed source";
  EXPECT_FALSE(tables().knows_list("1.2.392.200119.6.2005")) << "only there and in a database file";
  EXPECT_THROW((void)ItemTables::load("/nonexistent"), std::runtime_error);
}

TEST(Recognise, TellsFilesApartByTheirContent) {
  const std::vector<std::pair<std::string, Layout>> kFiles{
      {R"(<ClinicalDocument xmlns="urn:hl7-org:v3"/>)", Layout::tokutei_cda},
      {R"(<h:ClinicalDocument xmlns:h="urn:hl7-org:v3"/>)", Layout::tokutei_cda},
      {R"(<checkupClaim xmlns="http://tokuteikenshin.jp/checkup/2007"/>)", Layout::checkup_claim},
      {R"(<summary xmlns="https://www.mhlw.go.jp/stf/seisakunitsuite/bunya/0000161103.html"/>)",
       Layout::submission_summary},
      {"<XmlMsg><MessageHeader/></XmlMsg>", Layout::online_qualification},
      {R"(<TEG810 xmlns="http://xml.e-tax.nta.go.jp/XSD/kyotsu"/>)", Layout::etax_certificate},
      {"<わたしの情報/>", Layout::portal_xml},
      {"  {\"resourceType\" : \"Bundle\"}", Layout::fhir_bundle},
      {R"({"id":"x","resourceType":"Patient"})", Layout::fhir_resource},
      {R"({"わたしの情報":[]})", Layout::portal_json},
      {"JAHISTC08,1\n", Layout::jahis_tc},
      {"JAHIS10\n", Layout::jahis_prescription},
      {"\"わたしの情報\"\r\n", Layout::portal_csv},
      {"%PDF-1.7", Layout::pdf},
      {std::string("PK\x03\x04\0\0", 6), Layout::zip},
  };
  for (const auto& [text, layout] : kFiles) EXPECT_EQ(recognise(text), layout) << text;
}

TEST(Recognise, SaysWhatTheFileIsAndWhatToDo) {
  try {
    (void)test::parsed("%PDF-1.7\n");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::NotSupported);
    EXPECT_NE(error.text().find("import the XML file instead"), std::string::npos);
    EXPECT_TRUE(error.text().ends_with("layout=pdf"));
  }
}

TEST(Recognise, CsvInCp932IsStillRecognised) {
  EXPECT_EQ(test::refusal_of("\x82\xED\x82\xBD\x82\xB5\x82\xCC\x8F\xEE\x95\xF1\r\n").layout,
            Layout::portal_csv);
}

}  // namespace
}  // namespace kenkod::parse
