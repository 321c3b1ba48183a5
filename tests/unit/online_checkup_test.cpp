// 特定健診 in the layout of オンライン資格確認.
#include "parse/online_checkup.hpp"

#include <gtest/gtest.h>

#include "tests/unit/parse_support.hpp"

namespace kenkod::parse {
namespace {

ParsedDocument read(const std::string& text) {
  std::string storage;
  static const Cp932 cp932;
  return ReadDocument(
             parse_online_checkup(utf8_document(test::bytes_of(text), cp932, storage), test::tables()),
             test::installed())
      .completed();
}

Reason reason_of(const std::string& text) {
  try {
    (void)read(text);
  } catch (const Refused& refused) {
    return refused.refusal().reason;
  }
  throw std::runtime_error("the document was accepted");
}

struct One {
  std::string code = "9N001000000000001", value = "170", unit = "cm", oid, type, meaning;
};

std::string message(const std::string& body, const std::string& header = "<ResultCode>1</ResultCode>",
                    const std::string& root = "XmlMsg") {
  return "<" + root + "><MessageHeader>" + header + "</MessageHeader><MessageBody>" + body +
         "</MessageBody></" + root + ">";
}

std::string item(const One& one) {
  return fmt::format(
      "<HealthCheckupResultAndQuestionInfo><ItemCode>{}</ItemCode><DataType>{}</DataType><DataValue>{}</"
      "DataValue>"
      "<Unit>{}</Unit><Oid>{}</Oid><DataValueName>{}</DataValueName></HealthCheckupResultAndQuestionInfo>",
      one.code, one.type, one.value, one.unit, one.oid, one.meaning);
}

std::string examination(const std::string& items, const std::string& date = "20240520") {
  return "<SpecificHealthCheckupInfo><EffectiveTime>" + date +
         "</EffectiveTime>\n<HealthCheckupResultAndQuestionInfos>" + items +
         "</HealthCheckupResultAndQuestionInfos></SpecificHealthCheckupInfo>";
}

CheckupItem only(const One& one) { return read(message(examination(item(one)))).checkup.at(0); }

TEST(OnlineCheckup, TheSampleHoldsTwoYears) {
  const ParsedDocument document = read(test::sample("online-checkup.xml"));
  const DocumentFacts& facts = document.facts;
  EXPECT_EQ(facts.kind, Kind::checkup);
  EXPECT_EQ(facts.layout, "online-checkup");
  EXPECT_EQ(facts.date, "2024-05-20");
  EXPECT_EQ(facts.file_date, "2024-08-01");
  EXPECT_EQ(facts.part, "2023-05-17/2024-05-20");
  EXPECT_EQ(facts.subject, (Subject{"見本　花子", "ミホン　ハナコ", "2", "1968-01-15", "", "", "", ""}));
  EXPECT_TRUE(facts.warnings.empty());
  ASSERT_EQ(document.checkup.size(), 12U) << "8 with a value of the newer year, 4 of the older";
  for (std::size_t i = 0; i < 12; ++i) EXPECT_EQ(document.checkup[i].date, i < 8 ? "" : "2023-05-17") << i;

  const CheckupItem& height = document.checkup[0];
  EXPECT_EQ(height.type, ValueType::quantity);
  EXPECT_EQ(height.decimal, "158.1");
  EXPECT_EQ(height.name, "身長");
  EXPECT_EQ(height.series, "9N0010000");
  EXPECT_TRUE(height.warnings.empty());
  const CheckupItem& protein = document.checkup[4];
  EXPECT_EQ(protein.type, ValueType::ordinal);
  EXPECT_EQ(protein.value_system, "1.2.392.200119.6.2102");
  EXPECT_TRUE(protein.warnings.empty());
  EXPECT_EQ(document.checkup[2].warnings, std::vector{Warning::unit_spelling});
  const CheckupItem& unknown = document.checkup[7];
  EXPECT_EQ(unknown.type, ValueType::quantity);
  EXPECT_TRUE(test::warned(unknown, Warning::unknown_code));
  // The same answer means another thing in each edition.
  EXPECT_EQ(document.checkup[5].value_system, "1.2.392.200119.6.24060");
  EXPECT_EQ(document.checkup[11].value_system, "1.2.392.200119.6.2003");
  EXPECT_EQ(document.checkup[11].value_meaning, "いいえ");
}

TEST(OnlineCheckup, TypesComeFromTheItemTable) {
  EXPECT_EQ(only({}).type, ValueType::quantity);
  EXPECT_EQ(only({.type = "9"}).type, ValueType::quantity) << "whatever DataType says";
  EXPECT_EQ(only({.code = "9N736000000000011", .value = "1", .unit = ""}).type, ValueType::coded);
  EXPECT_EQ(only({.code = "9N511000000000049", .value = "3", .unit = ""}).type, ValueType::text);
  for (const One& wrong :
       {One{.value = "高い"}, One{.value = "1", .unit = "", .oid = "1.2.392.200119.6.2102"}}) {
    EXPECT_TRUE(test::warned(only(wrong), Warning::type_contradicts_code));
    EXPECT_TRUE(only(wrong).series.empty());
  }
  const CheckupItem unit = only({.unit = "mmHg"});
  EXPECT_TRUE(test::warned(unit, Warning::unit_contradicts_code));
  EXPECT_TRUE(unit.series.empty() && unit.name.empty());

  EXPECT_EQ(only({.code = "Z9", .value = "5", .unit = ""}).type, ValueType::text) << "a number of nothing";
  EXPECT_EQ(only({.code = "Z9", .value = "5"}).type, ValueType::quantity);
  EXPECT_EQ(only({.code = "Z9", .value = "5", .type = "CD"}).type, ValueType::coded);
  EXPECT_EQ(only({.code = "Z9", .value = "5", .meaning = "ある"}).type, ValueType::coded);
}

TEST(OnlineCheckup, NoValueIsNoInformation) {
  const std::string text =
      message(examination(item({.value = " "}) + item({.code = "9N006000000000001", .unit = "kg"})));
  ASSERT_EQ(read(text).checkup.size(), 1U);
  EXPECT_EQ(reason_of(message(examination(item({.value = ""})))), Reason::no_results);
  EXPECT_EQ(reason_of(message("")), Reason::no_results);
}

TEST(OnlineCheckup, AnswersWithAnError) {
  EXPECT_EQ(reason_of(message("", "<ResultCode>2</ResultCode><MessageContents>x</MessageContents>")),
            Reason::sender_error);
  EXPECT_EQ(reason_of(message(examination(item({})), "<ResultCode>9</ResultCode>")), Reason::sender_error);
  EXPECT_EQ(read(message(examination(item({})), "")).checkup.size(), 1U) << "none is said";
  EXPECT_EQ(read(message(examination(item({})), "", "Message")).checkup.size(), 1U);
}

TEST(OnlineCheckup, EveryExaminationNeedsItsDate) {
  EXPECT_EQ(reason_of(message(examination(item({}), ""))), Reason::no_date);
  EXPECT_EQ(reason_of(message(examination(item({})) + examination(item({}), "20230230"))), Reason::no_date);
  const ParsedDocument one = read(message(examination(item({})) + examination("", "")));
  EXPECT_EQ(one.facts.date, "2024-05-20");
  EXPECT_EQ(one.facts.part, "");
}

TEST(OnlineCheckup, Subjects) {
  EXPECT_EQ(read(message(examination(item({})))).facts.warnings, std::vector{Warning::subject_not_stated});
  const auto facts = [](const std::string& person) {
    const std::string header = "<QualificationsInfo><Name>見本</Name>" + person + "</QualificationsInfo>";
    return read(message(examination(item({})), header)).facts;
  };
  EXPECT_TRUE(facts("<AdministrativeGenderCode>1</AdministrativeGenderCode>").warnings.empty());
  EXPECT_EQ(facts("<AdministrativeGenderCode>3</AdministrativeGenderCode>").warnings,
            std::vector{Warning::identifiers_not_verified});
  EXPECT_EQ(facts("<Birthday>19680230</Birthday>").warnings, std::vector{Warning::identifiers_not_verified});
}

TEST(OnlineCheckup, ShiftJisIsDecoded) {
  const std::string text =
      "<?xml version=\"1.0\" encoding=\"Shift_JIS\"?>\n" +
      message(examination(item({.code = "9N511000000000049", .value = "\x87\x40\xFB\xFC", .unit = ""})));
  EXPECT_EQ(read(text).checkup.at(0).value, "①髙");
}

TEST(OnlineCheckup, HostileDocuments) {
  EXPECT_EQ(reason_of(message(examination(item({.value = "123456789018"})))), Reason::personal_number);
  EXPECT_EQ(reason_of(message(examination(item({.code = std::string(5000, '9')})))), Reason::text_too_long);
  EXPECT_EQ(reason_of(message(examination(item({.value = "\xE2\x80\xAE"})))), Reason::forbidden_character);
  EXPECT_EQ(reason_of("<!DOCTYPE x>" + message("")), Reason::document_type);
  EXPECT_EQ(reason_of(message(examination(item({}))) + "x"), Reason::not_well_formed);
}

}  // namespace
}  // namespace kenkod::parse
