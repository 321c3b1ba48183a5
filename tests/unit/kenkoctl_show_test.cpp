#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "client-cli/show/checkup_table.hpp"
#include "client-cli/show/item_words.hpp"
#include "client-cli/show/machine_formats.hpp"
#include "client-cli/show/warning_words.hpp"
#include "client-cli/text/width.hpp"
#include "common/record.hpp"

namespace kenkod::cli {
namespace {

Row item(const std::string& name, const std::string& value, const std::string& unit) {
  return {{"date", std::string("2024-06-12")},
          {"facility", std::string("北町健診所")},
          {"origin", std::string("import")},
          {"document", std::string("d1")},
          {"type", std::string("quantity")},
          {"name", name},
          {"value", value},
          {"unit", unit}};
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) all.push_back(line);
  return all;
}

TEST(ItemWords, QuantityWithLimitAndRange) {
  Row row = item("HbA1c", "25", "U/L");
  row["qualifier"] = std::string("low");
  row["range-low"] = std::string("4.6");
  row["range-high"] = std::string("6.2");
  row["range-unit"] = std::string("U/L");
  EXPECT_EQ(item_value(row), "25 U/L or below");
  EXPECT_EQ(item_range(row), "range 4.6–6.2");
  row["range-low"] = std::string();
  row["range-unit"] = std::string("%");
  EXPECT_EQ(item_range(row), "range ≤ 6.2 %");
}

TEST(ItemWords, CodesComeWithTheirMeaning) {
  Row row = item("喫煙", "1", "");
  row["type"] = std::string("coded");
  EXPECT_EQ(item_value(row), "code 1 (meaning unknown)");
  row["value-meaning"] = std::string("はい");
  EXPECT_EQ(item_value(row), "はい (1)");
}

TEST(ItemWords, AbsenceIsNoValue) {
  Row row = item("腹囲", "85", "cm");
  row["absence"] = std::string("not-performed");
  EXPECT_EQ(item_value(row), "not performed");
  row["absence"] = std::string("not-measurable");
  EXPECT_EQ(item_value(row), "not measurable");
}

TEST(ItemWords, UnknownItemsGoByTheFilesOwnWords) {
  Row row = item("", "1", "");
  row["name-received"] = std::string("独自項目");
  EXPECT_EQ(item_name(row), "「独自項目」");
}

TEST(CheckupTable, ColumnsLineUpWithWideCharacters) {
  const auto out = lines(checkup_table({item("身長", "165.3", "cm"), item("HDL", "60", "mg/dL")}, Style{}));
  ASSERT_EQ(out.size(), 4U);
  EXPECT_EQ(columns(out[2]), columns(out[3])) << out[2] << "\n" << out[3];
}

TEST(CheckupTable, WhatNoTableKnowsStandsUnderNoOtherItemsCategory) {
  Row known = item("HDL", "60", "mg/dL");
  known["category"] = std::string("脂質");
  Row unknown = item("", "18", "U/L");
  unknown["name-received"] = std::string("独自項目");
  Row later = item("BMI", "22", "kg/m2");
  later["category"] = std::string("身体計測");
  const auto out = lines(checkup_table({known, unknown, later}, Style{}));
  ASSERT_EQ(out.size(), 8U);
  EXPECT_EQ(out[2], "  脂質");
  EXPECT_EQ(out[4], "  身体計測");
  EXPECT_EQ(out[6], "  Other items");
  EXPECT_NE(out[7].find("独自項目"), std::string::npos);
}

TEST(CheckupTable, OneBlockPerDocument) {
  auto other = item("体重", "58", "kg");
  other["document"] = std::string("d2");
  const auto out = checkup_table({item("身長", "165.3", "cm"), other}, Style{});
  EXPECT_NE(out.find("document d1"), std::string::npos);
  EXPECT_NE(out.find("document d2"), std::string::npos);
}

TEST(CheckupTable, MarksAreReadableWithoutColour) {
  auto high = item("血糖", "200", "mg/dL");
  high["interpretation"] = std::string("high");
  const auto plain = checkup_table({high}, Style{});
  EXPECT_NE(plain.find("▲ H high"), std::string::npos);
  EXPECT_EQ(plain.find('\033'), std::string::npos);
  EXPECT_NE(checkup_table({high}, Style{.colour = true}).find("\033[1;31m▲"), std::string::npos);
}

TEST(CheckupTable, FlagsAreShownByShapeAndWordsWithTheirBasis) {
  auto guidance = item("血糖", "105", "mg/dL");
  guidance["flag"] = std::string("guidance");
  guidance["flag-basis"] = std::string("2024/A");
  auto referral = item("HbA1c", "6.5", "%");
  referral["flag"] = std::string("referral");
  referral["flag-basis"] = std::string("2018/B\033");
  const auto out = checkup_table({guidance, referral, item("身長", "165", "cm")}, Style{});
  EXPECT_NE(out.find("△ guidance level (2024/A)"), std::string::npos) << out;
  EXPECT_NE(out.find("◆ referral level (2018/B\uFFFD)"), std::string::npos) << out;
  EXPECT_NE(out.find("no diagnosis"), std::string::npos);
  EXPECT_EQ(checkup_table({item("身長", "165", "cm")}, Style{}).find("no diagnosis"), std::string::npos);
}

TEST(CheckupTable, ContradictedItemsNeverBearTheCodesName) {
  auto row = item("収縮期血圧", "165.3", "cm");  // even if a name came along
  row["code"] = std::string("9A755000000000001");
  row["name-received"] = std::string("身長");
  row["warnings"] = std::vector<std::string>{"unit-contradicts-code"};
  row["interpretation"] = std::string("high");
  row["flag"] = std::string("referral");
  const auto out = checkup_table({row}, Style{});
  EXPECT_EQ(out.find("◆"), std::string::npos) << out;
  EXPECT_EQ(out.find("収縮期血圧"), std::string::npos) << out;
  EXPECT_EQ(out.find("▲"), std::string::npos) << out;
  EXPECT_NE(out.find("Value and code contradict each other"), std::string::npos);
  EXPECT_NE(out.find("「身長」: 165.3 cm"), std::string::npos) << out;
}

TEST(CheckupTable, WarningsAreExplainedUnderTheirLine) {
  auto row = item("体重", "58", "");
  row["warnings"] = std::vector<std::string>{"unit-spelling"};
  const auto out = lines(checkup_table({row}, Style{}));
  ASSERT_EQ(out.size(), 4U);
  EXPECT_EQ(out[3], "      ※ The unit is missing or spelt differently.");
}

TEST(CheckupTable, HostileTextCannotDriveTheTerminal) {
  auto row = item("x\033]0;owned\a", "1\n2", "\u009Bm");
  row["facility"] = std::string("a\rb");
  const auto out = checkup_table({row}, Style{});
  EXPECT_EQ(out.find_first_of("\033\a\r"), std::string::npos);
  EXPECT_EQ(lines(out).size(), 3U);
}

TEST(WarningWords, EveryWarningHasWords) {
  for (int i = 0; i <= static_cast<int>(Warning::date_unclear); ++i) {
    const auto name = to_name(static_cast<Warning>(i));
    EXPECT_NE(warning_words(name), name);
  }
}

TEST(Csv, QuotesByRfc4180) {
  EXPECT_EQ(csv_field("plain"), "plain");
  EXPECT_EQ(csv_field("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_field("say \"x\""), "\"say \"\"x\"\"\"");
  EXPECT_EQ(csv_field("a\nb"), "\"a\nb\"");
  EXPECT_EQ(csv_field(""), "");
}

TEST(Csv, LineHasEveryDocumentedColumn) {
  auto row = item("身長", "165.30", "cm");
  row["id"] = std::uint64_t{18446744073709551615U};
  row["date-is-file-date"] = true;
  row["warnings"] = std::vector<std::string>{"unit-spelling", "outside-format"};
  const auto line = csv_line(row, "checkup");
  const auto header = csv_header("checkup");
  EXPECT_EQ(std::count(line.begin(), line.end(), ','), std::count(header.begin(), header.end(), ','));
  EXPECT_TRUE(line.starts_with("18446744073709551615,d1,"));
  EXPECT_NE(line.find(",true,"), std::string::npos);
  EXPECT_NE(line.find(",165.30,"), std::string::npos) << "values stay as received";
  EXPECT_TRUE(line.ends_with(",unit-spelling outside-format,\r\n"));
  EXPECT_TRUE(header.ends_with("\r\n"));
}

TEST(JsonLine, KeepsEveryKeyAndType) {
  auto row = item("身長", "165.30", "cm");
  row["id"] = std::uint64_t{7};
  row["superseded-by"] = std::string("a key of a newer version");
  row["warnings"] = std::vector<std::string>{"unit-spelling"};
  const auto line = json_line(row);
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  const auto parsed = nlohmann::json::parse(line);
  EXPECT_EQ(parsed.size(), row.size());
  EXPECT_EQ(parsed["id"], 7);
  EXPECT_EQ(parsed["value"], "165.30");
  EXPECT_EQ(parsed["warnings"][0], "unit-spelling");
  EXPECT_EQ(parsed["superseded-by"], "a key of a newer version");
}

}  // namespace
}  // namespace kenkod::cli
