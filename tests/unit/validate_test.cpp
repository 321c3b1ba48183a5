#include "common/validate.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "common/error.hpp"

namespace kenkod {
namespace {

constexpr std::string_view kLatest = "2026-01-02";

ParsedDocument sound() {
  ParsedDocument parsed;
  parsed.facts.layout = "tokutei-cda";
  parsed.facts.date = "2024-05-20";
  parsed.facts.subject.birth_date = "1968-01-15";
  CheckupItem& item = parsed.checkup.emplace_back();
  item.code = "9N001000000000001";
  item.type = ValueType::quantity;
  item.value = "158.20";
  item.decimal = "158.2";
  return parsed;
}

// The error text after one change, empty when the document still passes.
std::string after(const std::function<void(ParsedDocument&)>& change) {
  ParsedDocument parsed = sound();
  change(parsed);
  try {
    validate(parsed, kLatest);
  } catch (const Error& error) {
    return error.text();
  }
  return {};
}

TEST(Validate, ASoundDocumentPasses) {
  EXPECT_EQ(after([](ParsedDocument&) {}), "");
  EXPECT_EQ(after([](ParsedDocument& p) { p.checkup[0].value = "行\n行\t"; }), "");
  EXPECT_EQ(after([](ParsedDocument& p) { p.facts.date = kLatest; }), "");
}

TEST(Validate, RefusesWhatNoRecordMayHold) {
  const auto refuses = [](const std::string& field, const std::function<void(ParsedDocument&)>& change) {
    EXPECT_NE(after(change).find("field=" + field), std::string::npos) << field << ": " << after(change);
  };
  refuses("date", [](auto& p) { p.facts.date = ""; });
  refuses("date", [](auto& p) { p.facts.date = "2026-01-03"; });
  refuses("date", [](auto& p) { p.facts.date = "1899-12-31"; });
  refuses("item.date", [](auto& p) { p.checkup[0].date = "2026-01-03"; });
  refuses("item.date", [](auto& p) { p.checkup[0].date = "2025-02-29"; });
  refuses("file_date", [](auto& p) { p.facts.file_date = "2023-02-29"; });
  refuses("subject.birth_date", [](auto& p) { p.facts.subject.birth_date = "1970-13-45"; });
  refuses("subject.sex", [](auto& p) { p.facts.subject.sex = "3"; });
  refuses("layout", [](auto& p) { p.facts.layout = "Tokutei CDA"; });
  refuses("report", [](auto& p) { p.facts.report = "1x"; });
  refuses("facility", [](auto& p) { p.facts.facility = "\xFF"; });
  refuses("value", [](auto& p) { p.checkup[0].value = std::string("a\0b", 3); });
  refuses("value", [](auto& p) {
    p.checkup[0].value =
        "\xE2\x80\xAE"
        "abc";
  });
  refuses("value", [](auto& p) { p.checkup[0].value = std::string(kMaxTextBytes + 1, 'x'); });
  refuses("name", [](auto& p) { p.checkup[0].name = std::string(kMaxNameBytes + 1, 'x'); });
  refuses("decimal", [](auto& p) { p.checkup[0].decimal = "1e3"; });
  refuses("decimal", [](auto& p) { p.checkup[0].type = ValueType::text; });
  refuses("type", [](auto& p) { p.checkup[0].absence = static_cast<Absence>(9); });
  refuses("group_relation", [](auto& p) { p.checkup[0].group_relation = "XXXX"; });
  refuses("warnings", [](auto& p) { p.checkup[0].warnings = {static_cast<Warning>(99)}; });
  refuses("section", [](auto& p) { p.checkup[0].section = "abc"; });
}

TEST(Validate, NamesTheFieldOfAPersonalNumberAndNeverTheNumber) {
  const std::string text = after([](auto& p) { p.checkup[0].value = "番号 1234-5678-9018"; });
  EXPECT_NE(text.find("field=value"), std::string::npos);
  EXPECT_EQ(text.find("1234"), std::string::npos);
  EXPECT_EQ(after([](auto& p) { p.facts.subject.insured_number = "123456789018"; }), "")
      << "another identifier";
  EXPECT_EQ(after([](auto& p) { p.facts.facility_code = "123456789018"; }), "");
  EXPECT_NE(after([](auto& p) { p.facts.subject.name = "１２３４５６７８９０１８"; }), "");
}

TEST(Validate, PlainText) {
  EXPECT_TRUE(plain_text("見本 abc ①㈱髙"));
  EXPECT_FALSE(plain_text("a\nb"));
  EXPECT_TRUE(plain_text("a\nb", true));
  EXPECT_FALSE(plain_text("\x7F"));
  EXPECT_FALSE(plain_text("\xC2\x85"));          // C1 control
  EXPECT_FALSE(plain_text("\xC0\x80"));          // overlong
  EXPECT_FALSE(plain_text("\xED\xA0\x80"));      // surrogate
  EXPECT_FALSE(plain_text("\xEF\xBF\xBE"));      // noncharacter
  EXPECT_FALSE(plain_text("\xF4\x90\x80\x80"));  // beyond Unicode
  EXPECT_FALSE(plain_text("\xE3\x81"));          // cut off
}

TEST(Validate, CalendarDates) {
  EXPECT_TRUE(calendar_date("2000-02-29"));
  EXPECT_FALSE(calendar_date("1900-02-29"));
  EXPECT_FALSE(calendar_date("2024-04-31"));
  EXPECT_FALSE(calendar_date("2024-4-01"));
  EXPECT_FALSE(calendar_date("2024/04/01"));
  EXPECT_EQ(latest_date(0), "1970-01-02");
  EXPECT_EQ(latest_date(1'709'164'800), "2024-03-01") << "the day after 29 February";
}

TEST(Validate, CanonicalDecimals) {
  for (const char* good : {"0", "-0.5", "170.2", "5", "0.001"}) EXPECT_TRUE(canonical_decimal(good)) << good;
  for (const char* bad : {"", "-0", "00", "01", "1.", ".5", "1.0", "1e3", "+1", "1,000", " 1"})
    EXPECT_FALSE(canonical_decimal(bad)) << bad;
}

}  // namespace
}  // namespace kenkod
