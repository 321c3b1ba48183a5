// What a FHIR Observation says, element by element, and how it becomes a check-up item.
#include <gtest/gtest.h>

#include "tests/unit/fhir_support.hpp"

namespace kenkod {
namespace {

using namespace test;

const CheckupItem& by_code(const ParsedDocument& document, std::string_view code) {
  const auto found = std::find_if(document.checkup.begin(), document.checkup.end(),
                                  [&](const CheckupItem& item) { return item.code == code; });
  if (found == document.checkup.end()) throw std::runtime_error("no item " + std::string(code));
  return *found;
}

TEST(FhirCheckupSample, Facts) {
  const DocumentFacts facts = parsed(sample("fhir-echeckup.json")).facts;
  EXPECT_EQ(facts.kind, Kind::checkup);
  EXPECT_EQ(facts.layout, "fhir-bundle");
  EXPECT_EQ(facts.report, "10");
  EXPECT_EQ(facts.programme, "010");
  EXPECT_EQ(facts.part, "");
  EXPECT_EQ(facts.date, "2025-05-19");
  EXPECT_EQ(facts.file_date, "2025-06-09");
  EXPECT_EQ(facts.facility_code, "1310000000");
  EXPECT_EQ(facts.facility, "見本健診機関");
  EXPECT_EQ(facts.author, "見本健診機関");
  EXPECT_EQ(facts.subject,
            (Subject{"見本 花子", "ミホン ハナコ", "2", "1968-01-15", "06139999", "１２３", "４５６", "01"}));
  EXPECT_TRUE(facts.warnings.empty());
}

TEST(FhirCheckupSample, EveryKindOfValue) {
  const ParsedDocument document = parsed(sample("fhir-echeckup.json"));
  ASSERT_EQ(document.checkup.size(), 14U);
  for (const CheckupItem& item : document.checkup) {
    EXPECT_TRUE(item.warnings.empty()) << item.code;
    EXPECT_FALSE(item.name.empty()) << item.code;
    EXPECT_EQ(item.section, item.code.starts_with("9N7") ? "01012" : "01011") << item.code;
  }
  const CheckupItem& height = by_code(document, "9N001000000000001");
  EXPECT_EQ(height.value, "158.10");
  EXPECT_EQ(height.decimal, "158.1");
  EXPECT_EQ(height.unit, "cm");
  const CheckupItem& systolic = by_code(document, "9A751000000000001");
  EXPECT_EQ(systolic.unit, "mm[Hg]");
  EXPECT_EQ(systolic.interpretation, Interpretation::normal);
  EXPECT_EQ(systolic.range, (ReferenceRange{"80", "129", "mm[Hg]"}));
  EXPECT_EQ(systolic.series, "blood-pressure-systolic");
  const CheckupItem& fat = by_code(document, "3F015000002327101");
  EXPECT_EQ(fat.value, "2000");
  EXPECT_EQ(fat.qualifier, Qualifier::high);
  EXPECT_EQ(fat.interpretation, Interpretation::high);
  EXPECT_EQ(fat.method, "3F01510000");
  EXPECT_EQ(by_code(document, "3D046000001906202").absence, Absence::not_performed);
  EXPECT_EQ(by_code(document, "1A020000000191111").absence, Absence::not_measurable);
  const CheckupItem& protein = by_code(document, "1A010000000191111");
  EXPECT_EQ(protein.type, ValueType::ordinal);
  EXPECT_EQ(protein.value, "2");
  EXPECT_EQ(protein.value_system, "1.2.392.200119.6.2102");
  EXPECT_EQ(protein.value_meaning, "±");
  EXPECT_EQ(by_code(document, "9N056160400000049").value, "胃潰瘍") << "a component is an item";
  EXPECT_EQ(by_code(document, "9N511000000000049").author, "検本 一郎");
  EXPECT_EQ(by_code(document, "9N211161100000049").value, "2025-05-12");
  const CheckupItem& member = by_code(document, "9A110160700000011");
  const CheckupItem& reason = by_code(document, "9A110161000000049");
  EXPECT_EQ(member.group, 16U) << "the place of the group in the Bundle";
  EXPECT_EQ(member.group, reason.group);
  EXPECT_EQ(member.group_relation, "COMP");
  EXPECT_EQ(reason.group_relation, "RSON");
}

TEST(FhirCode, SystemsOfTheItemTable) {
  for (const char* system :
       {"urn:oid:1.2.392.200119.6.1005", "1.2.392.200119.6.1005", "urn:oid:1.2.392.200119.4.504",
        "http://jpfhir.jp/fhir/eCheckup/CodeSystem/jlac10",
        "http://medis.or.jp/CodeSystem/master-JLAC10-17digits",
        "http://jpfhir.jp/fhir/clins/CodeSystem/JLAC10/JP_CLINS_ObsLabResult_CoreLabo_CS"}) {
    const CheckupItem item = fhir_item(coding(system, "9N001000000000001", "身長"), quantity("158.1", "cm"));
    EXPECT_EQ(item.code_system, "1.2.392.200119.6.1005") << system;
    EXPECT_EQ(item.name, "身長") << system;
    EXPECT_TRUE(item.warnings.empty()) << system;
  }
  for (const char* system :
       {"urn:oid:1.2.392.100495.100.1051", "http://mihon.example/codes", "http://loinc.org"}) {
    const CheckupItem item = fhir_item(coding(system, "9N001000000000001", "身長"), quantity("158.1", "cm"));
    EXPECT_TRUE(warned(item, Warning::unknown_code)) << system;
    EXPECT_EQ(item.name, "") << system;
    EXPECT_EQ(item.name_received, "身長");
    EXPECT_EQ(item.series, "");
  }
  EXPECT_EQ(
      fhir_item(coding("urn:oid:1.2.392.100495.100.1051", "9P502", "x"), quantity("1", "1")).code_system,
      "1.2.392.100495.100.1051");
}

TEST(FhirCode, TheKnownCodingIsChosen) {
  const CheckupItem item = fhir_item(
      R"({"coding":[{"system":"http://a.example/x","code":"L1","display":"からだの高さ"},{"system":"http://loinc.org","code":"8302-2"},{"system":"urn:oid:1.2.392.200119.6.1005","code":"9N001000000000001"}]})",
      quantity("158", "cm"));
  EXPECT_EQ(item.code, "9N001000000000001");
  EXPECT_EQ(item.name_received, "からだの高さ");
  const CheckupItem official = fhir_item(
      R"({"coding":[{"system":"http://a.example/x","code":"L1"},{"system":"http://loinc.org","code":"8302-2","display":"Body height"}]})",
      quantity("158", "cm"));
  EXPECT_EQ(official.code, "8302-2");
  EXPECT_EQ(official.code_system, "http://loinc.org");
  EXPECT_EQ(fhir_item(R"({"text":"からだの高さ"})", quantity("158", "cm")).name_received, "からだの高さ");
}

TEST(FhirValue, Contradictions) {
  const std::string height = item_coding("9N001000000000001");
  EXPECT_TRUE(warned(fhir_item(height, quantity("158", "mm[Hg]")), Warning::unit_contradicts_code));
  const CheckupItem words = fhir_item(
      height,
      R"(,"valueQuantity":{"value":158,"unit":"kg","system":"http://unitsofmeasure.org","code":"cm"})");
  EXPECT_TRUE(warned(words, Warning::unit_contradicts_code)) << "code cm, words kg";
  EXPECT_EQ(words.series, "");
  EXPECT_EQ(words.name, "");
  EXPECT_TRUE(warned(fhir_item(height, R"(,"valueString":"高い")"), Warning::type_contradicts_code));
  EXPECT_TRUE(warned(fhir_item(height, R"(,"valueQuantity":{"value":1.58E2,"unit":"cm"})"),
                     Warning::type_contradicts_code));
  EXPECT_TRUE(warned(fhir_item(item_coding("9N001000000000001", "体重"), quantity("158", "cm")),
                     Warning::display_name_contradicts_code));
}

TEST(FhirValue, EveryType) {
  const std::string code = coding("http://loinc.org", "x", "x");
  EXPECT_EQ(fhir_item(code, R"(,"valueInteger":150)").decimal, "150");
  EXPECT_EQ(fhir_item(code, R"(,"valueBoolean":true)").value, "true");
  EXPECT_EQ(fhir_item(code, R"(,"valueRange":{"low":{"value":1.0},"high":{"value":4,"unit":"本"}})").value,
            "1.0 - 4 本");
  EXPECT_EQ(fhir_item(code, R"(,"valueRatio":{"numerator":{"value":1},"denominator":{"value":128}})").value,
            "1:128");
  EXPECT_EQ(fhir_item(code, R"(,"valuePeriod":{"start":"2025-01","end":"2025-02"})").value,
            "2025-01 - 2025-02");
  EXPECT_EQ(fhir_item(code, R"(,"valueTime":"08:30:00")").value, "08:30:00");
  EXPECT_TRUE(warned(fhir_item(code, R"(,"valueSampledData":{"data":"1 2"},"valueString":"x")"),
                     Warning::part_not_read));
  const CheckupItem words = fhir_item(code, R"(,"valueCodeableConcept":{"text":"陰性"})");
  EXPECT_EQ(words.type, ValueType::text);
  EXPECT_EQ(words.value, "陰性");
  const CheckupItem below =
      fhir_item(code, R"(,"valueQuantity":{"value":0.5,"comparator":"<","unit":"mg/dL"})");
  EXPECT_EQ(below.qualifier, Qualifier::low);
  EXPECT_TRUE(warned(below, Warning::outside_format));
}

TEST(FhirValue, Absence) {
  const std::string height = item_coding("9N001000000000001");
  const auto reason = [](std::string_view code) {
    return R"(,"dataAbsentReason":)" +
           coding("http://terminology.hl7.org/CodeSystem/data-absent-reason", code);
  };
  EXPECT_EQ(fhir_item(height, reason("not-performed")).absence, Absence::not_performed);
  EXPECT_TRUE(fhir_item(height, reason("not-performed")).warnings.empty());
  EXPECT_EQ(fhir_item(height, reason("error")).absence, Absence::not_measurable);
  const CheckupItem asked = fhir_item(height, reason("asked-declined"));
  EXPECT_EQ(asked.absence, Absence::not_available);
  EXPECT_TRUE(warned(asked, Warning::other_null_flavor));
  const CheckupItem both = fhir_item(height, reason("not-performed") + quantity("158", "cm"));
  EXPECT_EQ(both.absence, Absence::not_performed);
  EXPECT_EQ(both.value, "158");
  EXPECT_EQ(both.series, "");
  EXPECT_TRUE(warned(both, Warning::value_with_negation));
  std::string wrong = bundle(
      {{"urn:c", composition()}, {"urn:p", kPatient}, {"urn:o", observation(height, quantity("158", "cm"))}});
  wrong.replace(wrong.find("final"), 5, "entered-in-error");
  const CheckupItem withdrawn = parsed(wrong).checkup.at(0);
  EXPECT_EQ(withdrawn.absence, Absence::not_available);
  EXPECT_EQ(withdrawn.series, "");
}

TEST(FhirObservation, PanelsAndReports) {
  const std::string panel = observation(
      coding("http://loinc.org", "85354-9"),
      fmt::format(R"(,"component":[{{"code":{}{}}},{{"code":{}{}}}])", coding("http://loinc.org", "8480-6"),
                  quantity("126", "mm[Hg]"), coding("http://loinc.org", "8462-4"), quantity("74", "mm[Hg]")));
  const ParsedDocument read = parsed(bundle({{"urn:p", kPatient}, {"urn:o", panel}}));
  ASSERT_EQ(read.checkup.size(), 2U) << "a panel is a bracket";
  EXPECT_EQ(read.checkup[0].group, 2U);
  EXPECT_EQ(read.checkup[1].group, 2U);
  const ParsedDocument report = parsed(fmt::format(
      R"({{"resourceType":"DiagnosticReport","status":"final","code":{},"effectiveDateTime":"2025-05-19","conclusion":"異常なし","contained":[{}],"result":[{{"reference":"#o"}},{{"reference":"Observation/other"}}],"presentedForm":[{{"contentType":"application/pdf"}}]}})",
      coding("http://loinc.org", "24627-2", "胸部CT"),
      R"({"resourceType":"Observation","id":"o","status":"final","code":{"text":"結節"},"valueString":"なし"})"));
  ASSERT_EQ(report.checkup.size(), 2U);
  EXPECT_EQ(report.checkup[0].value, "異常なし");
  EXPECT_EQ(report.checkup[0].name_received, "胸部CT");
  EXPECT_EQ(report.checkup[1].value, "なし");
  for (const Warning warning :
       {Warning::part_not_read, Warning::reference_not_found, Warning::subject_not_stated})
    EXPECT_TRUE(warned(report.facts, warning)) << to_name(warning);
}

TEST(FhirObservation, ResultsOfAnotherDayKeepTheirDay) {
  const std::string weight = item_coding("9N006000000000001"), height = item_coding("9N001000000000001");
  std::string old = observation(height, quantity("158", "cm"));
  old.replace(old.find("2025-05-19"), 10, "2019-05-19");
  const ParsedDocument read = parsed(bundle({{"urn:c", composition()},
                                             {"urn:p", kPatient},
                                             {"urn:o", observation(weight, quantity("60", "kg"))},
                                             {"urn:q", old}}));
  EXPECT_EQ(read.facts.date, "2025-05-19");
  EXPECT_TRUE(warned(read.facts, Warning::dates_differ));
  EXPECT_FALSE(read.checkup[0].series.empty());
  EXPECT_EQ(read.checkup[0].date, "");
  EXPECT_EQ(read.checkup[1].date, "2019-05-19");
  EXPECT_FALSE(read.checkup[1].series.empty());
  EXPECT_TRUE(warned(read.checkup[1], Warning::dates_differ));
  EXPECT_EQ(read.checkup[1].name, "身長");
}

}  // namespace
}  // namespace kenkod
