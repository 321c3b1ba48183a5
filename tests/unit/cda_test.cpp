// What a 特定健診 CDA says, field by field, rule by rule.
#include <gtest/gtest.h>

#include <regex>

#include "tests/unit/parse_support.hpp"

namespace kenkod {
namespace {

using test::Cda;
using test::item_of;
using test::parsed;
using test::sample;
using test::warned;

const CheckupItem& by_code(const ParsedDocument& document, std::string_view code) {
  const auto found = std::find_if(document.checkup.begin(), document.checkup.end(),
                                  [&](const CheckupItem& item) { return item.code == code; });
  if (found == document.checkup.end()) throw std::runtime_error("no item " + std::string(code));
  return *found;
}

constexpr std::string_view kWeight = R"(<code code="9N006000000000001" displayName="体重"/>)";

TEST(CdaSample2024, Header) {
  const DocumentFacts facts = parsed(sample("tokutei-2024.xml")).facts;
  EXPECT_EQ(facts.layout, "tokutei-cda");
  EXPECT_EQ(facts.report, "10");
  EXPECT_EQ(facts.programme, "010");
  EXPECT_EQ(facts.date, "2024-05-20");
  EXPECT_EQ(facts.file_date, "2024-06-10");
  EXPECT_EQ(facts.facility_code, "1310000000");
  EXPECT_EQ(facts.facility, "見本健診機関");
  EXPECT_EQ(facts.author, "見本健診機関");
  EXPECT_EQ(facts.subject, (Subject{"ミホン　ハナコ", "ミホン　ハナコ", "2", "1968-01-15", "06139999",
                                    "１２３", "４５６", "01"}));
  EXPECT_TRUE(facts.warnings.empty());
}

TEST(CdaSample2024, EveryItemIsKnownAndSound) {
  const ParsedDocument document = parsed(sample("tokutei-2024.xml"));
  EXPECT_EQ(document.checkup.size(), 63U);
  for (const CheckupItem& item : document.checkup) {
    EXPECT_TRUE(item.warnings.empty()) << item.code;
    EXPECT_FALSE(item.name.empty()) << item.code;
    EXPECT_EQ(item.code_system, "1.2.392.200119.6.1005") << item.code;
  }
}

TEST(CdaSample2024, ValuesOfEachKind) {
  const ParsedDocument document = parsed(sample("tokutei-2024.xml"));
  const CheckupItem& waist = by_code(document, "9N016160100000001");
  EXPECT_EQ(waist.value, "84.0");
  EXPECT_EQ(waist.decimal, "84");
  EXPECT_EQ(waist.unit, "cm");
  EXPECT_EQ(waist.series, "waist");
  EXPECT_EQ(waist.method, "9N01610000");

  const CheckupItem& systolic = by_code(document, "9A751000000000001");
  EXPECT_EQ(systolic.interpretation, Interpretation::high);
  EXPECT_EQ(systolic.range, (ReferenceRange{"", "129", "mm[Hg]"}));
  EXPECT_EQ(systolic.category, "血圧");

  const CheckupItem& triglycerides = by_code(document, "3F015000002327101");
  EXPECT_EQ(triglycerides.value, "2000");
  EXPECT_EQ(triglycerides.qualifier, Qualifier::high);
  EXPECT_EQ(by_code(document, "3B090000002327101").qualifier, Qualifier::low);

  const CheckupItem& protein = by_code(document, "1A010000000191111");
  EXPECT_EQ(protein.absence, Absence::not_measurable);
  EXPECT_TRUE(protein.value.empty());
  EXPECT_EQ(by_code(document, "9E100166000000011").absence, Absence::not_performed);

  const CheckupItem& smoking = by_code(document, "9N736000000000011");
  EXPECT_EQ(smoking.type, ValueType::coded);
  EXPECT_EQ(smoking.value, "2");
  EXPECT_EQ(smoking.value_system, "1.2.392.200119.6.24060");
  EXPECT_EQ(smoking.value_meaning, "以前は吸っていたが、最近1ヶ月間は吸っていない");
  EXPECT_TRUE(smoking.series.empty());

  const CheckupItem& verdict = by_code(document, "9N511000000000049");
  EXPECT_EQ(verdict.type, ValueType::text);
  EXPECT_EQ(verdict.author, "見本　医師");
  EXPECT_EQ(by_code(document, "1A035000000190101").section, "01990");
}

TEST(CdaSample2024, GroupsShareANumber) {
  const ParsedDocument document = parsed(sample("tokutei-2024.xml"));
  const CheckupItem& red = by_code(document, "2A020000001930101");
  const CheckupItem& reason = by_code(document, "2A020161001930149");
  const CheckupItem& ecg = by_code(document, "9A110160700000011");
  EXPECT_NE(red.group, 0U);
  EXPECT_EQ(red.group, reason.group);
  EXPECT_NE(red.group, ecg.group);
  EXPECT_EQ(red.group_relation, "COMP");
  EXPECT_EQ(reason.group_relation, "RSON");
  EXPECT_EQ(by_code(document, "9N001000000000001").group, 0U);
}

TEST(CdaSample2011, FirstEdition) {
  const ParsedDocument document = parsed(sample("tokutei-2011.xml"));
  const CheckupItem& triglycerides = by_code(document, "3F015000002327101");
  EXPECT_EQ(triglycerides.qualifier, Qualifier::low);
  EXPECT_TRUE(triglycerides.value.empty()) << "L alone is no result code";
  EXPECT_EQ(triglycerides.type, ValueType::none);
  EXPECT_EQ(by_code(document, "3B090000002327101").qualifier, Qualifier::high);
  EXPECT_EQ(by_code(document, "9N736000000000011").value_meaning, "いいえ") << "2 was no before 2024";
  EXPECT_TRUE(warned(by_code(document, "9E160162560000001"), Warning::superseded_code));
  EXPECT_EQ(by_code(document, "9E160162560000001").series, "9E1601625") << "one line with the corrected code";
  EXPECT_EQ(by_code(document, "3D045000001906202").name, "HbA1c(JDS値)");
  EXPECT_NE(by_code(document, "3D045000001906202").series,
            by_code(parsed(sample("tokutei-2019.xml")), "3D046000001906202").series)
      << "JDS and NGSP never share a chart";
}

TEST(CdaSampleSjis, IsDecodedAsCp932) {
  const ParsedDocument document = parsed(sample("tokutei-2019-sjis.xml"));
  EXPECT_EQ(by_code(document, "9N066160800000049").value, "①左肩の痛み～㈱髙﨑工業の勤務中");
  EXPECT_EQ(document.facts.facility, "髙﨑健診センター");
  for (const char* name : {"Windows-31J", "CP932", "shift-jis"}) {
    std::string text = sample("tokutei-2019-sjis.xml");
    text.replace(text.find("Shift_JIS"), 9, name);
    EXPECT_EQ(parsed(text), document) << name;
  }
}

TEST(CdaText, LineEndsBomAndPrefixesMakeNoDifference) {
  const std::string text = sample("tokutei-2024.xml");
  const ParsedDocument document = parsed(text);
  std::string cr = text, crlf;
  std::replace(cr.begin(), cr.end(), '\n', '\r');
  for (const char c : text) crlf.append(c == '\n' ? "\r\n" : std::string(1, c));
  EXPECT_EQ(parsed(cr), document);
  EXPECT_EQ(parsed(crlf), document);
  EXPECT_EQ(parsed("\xEF\xBB\xBF" + text), document);
  // Another prefix for each of the two namespaces.
  std::string prefixed = std::regex_replace(text, std::regex("<(/?)([A-Za-z])"), "<$1h:$2");
  prefixed = std::regex_replace(prefixed, std::regex("xmlns="), "xmlns:h=");
  prefixed = std::regex_replace(prefixed, std::regex("xsi:type=\"(\\w+)\""), "y:type=\"h:$1\"");
  prefixed = std::regex_replace(prefixed, std::regex("xmlns:xsi="), "xmlns:y=");
  prefixed = std::regex_replace(prefixed, std::regex("xsi:schema"), "y:schema");
  EXPECT_EQ(parsed(prefixed), document);
}

TEST(CdaValue, AmpersandsAndReferences) {
  EXPECT_EQ(
      item_of(
          R"(<code code="9N511000000000049"/><value xsi:type="ST">a&amp;b&#x3042;&lt;<!-- x -->c</value>)")
          .value,
      "a&bあ<c");
  EXPECT_EQ(item_of(R"(<code code="X" displayName="a&amp;#38;&#38;b"/><value xsi:type="ST">v</value>)")
                .name_received,
            "a&#38;&b");
}

TEST(CdaValue, TypeIsResolvedThroughItsNamespace) {
  EXPECT_EQ(item_of(std::string(kWeight) +
                    R"(<value xsi:type="q:PQ" xmlns:q="urn:hl7-org:v3" value="60" unit="kg"/>)")
                .type,
            ValueType::quantity);
  // A type of another namespace, or none: by what is written.
  EXPECT_EQ(
      item_of(std::string(kWeight) + R"(<value xsi:type="q:ST" xmlns:q="urn:x" value="60" unit="kg"/>)").type,
      ValueType::quantity);
  EXPECT_EQ(item_of(std::string(kWeight) + R"(<value value="60" unit="kg"/>)").type, ValueType::quantity);
}

TEST(CdaValue, NegationAndNullFlavors) {
  const CheckupItem both = item_of(std::string(kWeight) + R"(<value xsi:type="PQ" value="60" unit="kg"/>)",
                                   R"(negationInd="true")");
  EXPECT_EQ(both.absence, Absence::not_performed);
  EXPECT_EQ(both.value, "60");
  EXPECT_TRUE(warned(both, Warning::value_with_negation));
  EXPECT_EQ(item_of(kWeight, R"(negationInd="true")").absence, Absence::not_performed);
  EXPECT_EQ(item_of(std::string(kWeight) + R"(<value xsi:type="PQ" value="60" unit="kg"/>)",
                    R"(negationInd="false")")
                .absence,
            Absence::none);

  const CheckupItem unmeasurable =
      item_of(std::string(kWeight) + R"(<value xsi:type="PQ" nullFlavor="NI"/>)");
  EXPECT_EQ(unmeasurable.absence, Absence::not_measurable);
  EXPECT_TRUE(unmeasurable.warnings.empty());
  const CheckupItem unknown = item_of(std::string(kWeight) + R"(<value xsi:type="PQ" nullFlavor="UNK"/>)");
  EXPECT_EQ(unknown.absence, Absence::not_available);
  EXPECT_TRUE(warned(unknown, Warning::other_null_flavor));
  EXPECT_EQ(item_of(kWeight).absence, Absence::none) << "nothing written is no information";
}

TEST(CheckupMeaning, ContradictionsAreKeptWithoutNameAndSeries) {
  const auto bare = [](const CheckupItem& item) {
    return item.name.empty() && item.series.empty() && item.category.empty();
  };
  const CheckupItem unit =
      item_of(R"(<code code="9N001000000000001"/><value xsi:type="PQ" value="112" unit="mmHg"/>)");
  EXPECT_TRUE(warned(unit, Warning::unit_contradicts_code) && bare(unit));
  EXPECT_EQ(unit.value, "112");
  const CheckupItem name = item_of(
      R"(<code code="9N001000000000001" displayName="体重"/><value xsi:type="PQ" value="160" unit="cm"/>)");
  EXPECT_TRUE(warned(name, Warning::display_name_contradicts_code) && bare(name));
  EXPECT_EQ(name.name_received, "体重");
  const CheckupItem type = item_of(R"(<code code="1A010000000191111"/><value xsi:type="ST">2+</value>)");
  EXPECT_TRUE(warned(type, Warning::type_contradicts_code) && bare(type));
  EXPECT_EQ(type.value, "2+");
  for (const char* number : {"1e3", "1,000", "&gt;5", "１７０"}) {
    const CheckupItem item =
        item_of(fmt::format(R"({}<value xsi:type="PQ" value="{}" unit="kg"/>)", kWeight, number));
    EXPECT_TRUE(warned(item, Warning::type_contradicts_code) && bare(item)) << number;
    EXPECT_FALSE(item.value.empty());
    EXPECT_TRUE(item.decimal.empty());
  }
}

TEST(CheckupMeaning, HarmlessDeviationsAreNotedOnly) {
  const CheckupItem spelled =
      item_of(std::string(kWeight) + R"(<value xsi:type="PQ" value="60.0" unit="Kg"/>)");
  EXPECT_EQ(spelled.warnings, std::vector{Warning::unit_spelling});
  EXPECT_EQ(spelled.series, "9N0060000");
  for (const char* number : {"60.55", "5", "1000", " 60", "60.", "+60"}) {
    const CheckupItem item =
        item_of(fmt::format(R"({}<value xsi:type="PQ" value="{}" unit="kg"/>)", kWeight, number));
    EXPECT_EQ(item.warnings, std::vector{Warning::outside_format}) << number;
    EXPECT_EQ(item.value, number);
    EXPECT_FALSE(item.decimal.empty());
  }
  const CheckupItem ordinal = item_of(
      R"(<code code="1A010000000191111"/><value xsi:type="CD" code="3" codeSystem="1.2.392.200119.6.2102"/>)");
  EXPECT_TRUE(ordinal.warnings.empty()) << "CD for CO";
  EXPECT_EQ(ordinal.value_meaning, "＋");
}

TEST(CheckupMeaning, CodeLists) {
  const auto smoking = [](const std::string& date, const std::string& value) {
    Cda cda;
    cda.event =
        date.empty()
            ? ""
            : fmt::format(
                  R"(<documentationOf><serviceEvent><effectiveTime value="{}"/></serviceEvent></documentationOf>)",
                  date);
    cda.entries = test::entry(R"(<code code="9N736000000000011"/>)" + value);
    return parsed(cda.text()).checkup.at(0);
  };
  const std::string bare = R"(<value xsi:type="CD" code="2" displayName="2番"/>)";
  EXPECT_EQ(smoking("20240331", bare).value_meaning, "いいえ");
  EXPECT_EQ(smoking("20240331", bare).value_system, "1.2.392.200119.6.2003");
  EXPECT_TRUE(smoking("20240401", bare).value_meaning.starts_with("以前は"));
  EXPECT_TRUE(smoking("20240331", R"(<value xsi:type="CD" code="2" codeSystem="1.2.392.200119.6.24060"/>)")
                  .value_meaning.starts_with("以前は"))
      << "the file's own list has precedence";
  const CheckupItem unclear = smoking("", bare);
  EXPECT_TRUE(warned(unclear, Warning::code_list_unclear));
  EXPECT_EQ(unclear.value_meaning, "2番");
  EXPECT_TRUE(unclear.value_system.empty());
  const CheckupItem no_such = smoking("20240401", R"(<value xsi:type="CD" code="7" displayName="七"/>)");
  EXPECT_TRUE(warned(no_such, Warning::unknown_code_value));
  EXPECT_EQ(no_such.value_meaning, "七");
  EXPECT_TRUE(
      warned(smoking("20240401", R"(<value xsi:type="CD" code="1" codeSystem="1.2.392.200119.6.2102"/>)"),
             Warning::unknown_code_value))
      << "the list of another question";
}

TEST(CheckupMeaning, UnknownAndForeignCodesAreKept) {
  const CheckupItem unknown = item_of(
      R"(<code code="9Z999000000000001" displayName="院内独自"/><value xsi:type="PQ" value="1.50" unit="x"/>)");
  EXPECT_TRUE(warned(unknown, Warning::unknown_code));
  EXPECT_EQ(unknown.name_received, "院内独自");
  EXPECT_EQ(unknown.decimal, "1.5");
  const CheckupItem local = item_of(
      R"(<code code="9N001000000000001" codeSystem="1.2.392.200119.6.1205.1" displayName="別の表"/><value xsi:type="PQ" value="1" unit="cm"/>)");
  EXPECT_TRUE(local.name.empty()) << "our table is for our code system only";
  EXPECT_EQ(local.code_system, "1.2.392.200119.6.1205.1");
}

TEST(CdaGroups, NestedBracketsAndOrder) {
  Cda cda;
  const std::string leaf =
      R"(<observation><code code="9N006000000000001"/><value xsi:type="PQ" value="6{}" unit="kg"/></observation>)";
  const auto rel = [&](const char* type, const std::string& inside) {
    return fmt::format(R"(<entryRelationship typeCode="{}">{}</entryRelationship>)", type, inside);
  };
  const auto one = [&](const char* digit) {
    std::string text = leaf;
    text.replace(text.find("{}"), 2, digit);
    return text;
  };
  cda.entries =
      "<entry>" + one("0") + R"(</entry><entry><observation><code nullFlavor="NA"/>)" +
      rel("COMP", one("1")) +
      rel("COMP", R"(<observation><code nullFlavor="NA"/>)" + rel("RSON", one("2")) + "</observation>") +
      rel("XXXX", one("3")) + "</observation></entry><entry>" + one("4") + "</entry>";
  const ParsedDocument document = parsed(cda.text());
  ASSERT_EQ(document.checkup.size(), 5U) << "brackets are no results";
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(document.checkup[i].value, "6" + std::to_string(i));
  EXPECT_EQ(document.checkup[1].group, document.checkup[3].group);
  EXPECT_NE(document.checkup[1].group, document.checkup[2].group);
  EXPECT_EQ(document.checkup[2].group_relation, "RSON");
  EXPECT_EQ(document.checkup[3].group_relation, "");
  EXPECT_EQ(document.checkup[4].group, 0U);
}

TEST(CdaHeader, DatesFallBackAndSayThatTheyDo) {
  Cda cda;
  cda.entries = test::entry(std::string(kWeight) + R"(<value xsi:type="PQ" value="60" unit="kg"/>)");
  const auto with_event = [&](const char* inside) {
    cda.event = fmt::format("<documentationOf><serviceEvent>{}</serviceEvent></documentationOf>", inside);
    return parsed(cda.text()).facts;
  };
  EXPECT_EQ(
      with_event(R"(<effectiveTime><low value="20240501"/><high value="20240502"/></effectiveTime>)").date,
      "2024-05-01");
  EXPECT_EQ(with_event(R"(<effectiveTime value="20240501123000+0900"/>)").date, "2024-05-01");
  const DocumentFacts impossible = with_event(R"(<effectiveTime value="19701345"/>)");
  EXPECT_EQ(impossible.date, "2024-06-10");
  EXPECT_TRUE(warned(impossible, Warning::date_is_file_date));
  cda.file_date = R"(<effectiveTime value="99999999"/>)";
  EXPECT_EQ(test::refusal_of(cda.text()).reason, parse::Reason::no_date);
}

TEST(CdaHeader, ReportCategories) {
  Cda cda;
  cda.entries = test::entry(std::string(kWeight) + R"(<value xsi:type="PQ" value="60" unit="kg"/>)");
  const auto report = [&](const char* code) {
    cda.report = fmt::format(R"(<code code="{}" codeSystem="1.2.392.200119.6.1001"/>)", code);
    return cda.text();
  };
  for (const char* code : {"10", "40", "41", "42", "60", "70", "80"})
    EXPECT_FALSE(warned(parsed(report(code)).facts, Warning::report_category_unclear)) << code;
  for (const char* code : {"19", "49", "69", "79", "89"})
    EXPECT_EQ(test::refusal_of(report(code)).layout, parse::Layout::delete_request) << code;
  for (const char* code : {"21", "22", "23", "24", "25"})
    EXPECT_EQ(test::refusal_of(report(code)).layout, parse::Layout::guidance_cda) << code;
  EXPECT_EQ(test::refusal_of(report("30")).layout, parse::Layout::state_report);
  EXPECT_EQ(test::refusal_of(report("43")).layout, parse::Layout::other_checkup_cda);
  EXPECT_TRUE(warned(parsed(report("99")).facts, Warning::report_category_unclear));
  cda.report.clear();
  EXPECT_TRUE(warned(parsed(cda.text()).facts, Warning::report_category_unclear));
  cda.report = R"(<code code="10" codeSystem="1.2.392.200119.6.1005"/>)";
  EXPECT_TRUE(warned(parsed(cda.text()).facts, Warning::report_category_unclear));
}

TEST(CdaHeader, IdentifiersOnlyByKnownRoots) {
  Cda cda;
  cda.ids = R"(<id root="1.2.392.200119.6.208" extension="9000"/>)";
  cda.entries = test::entry(std::string(kWeight) + R"(<value xsi:type="PQ" value="60" unit="kg"/>)");
  const DocumentFacts facts = parsed(cda.text()).facts;
  EXPECT_TRUE(warned(facts, Warning::identifiers_not_verified));
  EXPECT_TRUE(facts.subject.insurer_number.empty());
}

TEST(CdaHeader, OrderIsAWarningOnly) {
  Cda cda;
  cda.entries = test::entry(std::string(kWeight) + R"(<value xsi:type="PQ" value="60" unit="kg"/>)");
  EXPECT_FALSE(warned(parsed(cda.text()).facts, Warning::schema_order));
  std::swap(cda.report, cda.file_date);
  const DocumentFacts swapped = parsed(cda.text()).facts;
  EXPECT_TRUE(warned(swapped, Warning::schema_order));
  EXPECT_EQ(swapped.report, "10");
}

}  // namespace
}  // namespace kenkod
