#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "client-cli/text/width.hpp"
#include "client-cli/trend/chart.hpp"
#include "client-cli/trend/item_names.hpp"
#include "client-cli/trend/series.hpp"

namespace kenkod::cli {
namespace {

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) all.push_back(line);
  return all;
}

Row record(const std::string& series, const std::string& name, const std::string& date,
           const std::string& value) {
  return {{"series", series}, {"code", series + "x"},     {"name", name}, {"date", date}, {"value", value},
          {"decimal", value}, {"unit", std::string("cm")}};
}

struct Tables {
  Tables() : names(ItemNames::load(std::filesystem::path(KENKOD_SOURCE_ROOT) / "data" / "items.tsv")) {}
  ItemNames names;
};

std::vector<std::string> keys(const std::vector<const Series*>& found) {
  std::vector<std::string> all;
  for (const Series* series : found) all.push_back(series->key);
  return all;
}

TEST(ItemNames, AreReadFromTheInstalledTable) {
  EXPECT_EQ(Tables().names.english("9N001000000000001"), "Body height");
  EXPECT_EQ(Tables().names.english("unknown"), "");
  EXPECT_EQ(ItemNames::load("/nonexistent").english("9N001000000000001"), "");
}

TEST(Series, HoldsWhatMayShareAChartOldestFirst) {
  const auto all =
      all_series({record("A", "身長", "2024-05-20", "158.2"), record("B", "体重", "2024-05-20", "52"),
                  record("A", "身長", "2019-06-01", "158.5"), record("", "身長", "2018-06-01", "999")},
                 Tables().names);
  ASSERT_EQ(all.size(), 2U);
  ASSERT_EQ(all[0].numbers.size(), 2U) << "a record without series is never charted";
  EXPECT_EQ(text(all[0].numbers[0], "value"), "158.5");
}

TEST(Series, WhatHasNoNumberIsLeftOut) {
  Row absent = record("A", "身長", "2024-05-20", "158.2");
  absent["absence"] = std::string("not-performed");
  Row words = record("A", "身長", "2023-05-20", "高い");
  words["decimal"] = std::string();
  const auto all = all_series({absent, words, record("A", "身長", "2022-05-20", "158")}, Tables().names);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].numbers.size(), 1U);
}

TEST(Meant, ByCodeKeyNameAndPartsOfNames) {
  Row height = record("9N0010000", "身長", "2024-05-20", "158.2");
  height["code"] = std::string("9N001000000000001");
  const auto all = all_series(
      {height, record("S1", "ＨｂＡ１ｃ(ＪＤＳ)", "2024-05-20", "5"),
       record("S2", "HbA1c(NGSP)", "2024-05-20", "5.4"), record("S3", "ヘモグロビン", "2024-05-20", "13"),
       record("S4", "収縮期血圧", "2024-05-20", "120"),
       record("S5", "収縮期血圧(その他)", "2024-05-20", "118")},
      Tables().names);
  const auto asked = [&](std::string_view item) { return keys(meant(all, item)); };
  using Keys = std::vector<std::string>;
  EXPECT_EQ(asked("9N001000000000001"), Keys{"9N0010000"});
  EXPECT_EQ(asked("9N0010000"), Keys{"9N0010000"});
  EXPECT_EQ(asked("身長"), Keys{"9N0010000"});
  EXPECT_EQ(asked("body HEIGHT"), Keys{"9N0010000"}) << "English names come from the table";
  EXPECT_EQ(asked("hba1c"), (Keys{"S1", "S2"})) << "several: ask for a clearer one";
  EXPECT_EQ(asked("hba1c(ngsp)"), Keys{"S2"});
  EXPECT_EQ(asked("ﾍﾓｸﾞﾛﾋﾞﾝ"), Keys{"S3"});
  EXPECT_EQ(asked("へもぐろびん"), Keys{"S3"});
  EXPECT_EQ(asked("収縮期血圧"), Keys{"S4"}) << "the exact name wins over names that hold it";
  EXPECT_EQ(asked("血圧"), (Keys{"S4", "S5"}));
  EXPECT_EQ(asked("なし"), Keys{});
  EXPECT_EQ(asked(""), Keys{});
  EXPECT_EQ(asked("\xff\xfe"), Keys{});
}

Series weight() {
  Row first = record("W", "体重", "2019-06-01", "50");
  Row second = record("W", "体重", "2021-06-01", "60");
  Row third = record("W", "体重", "2024-05-20", "70");
  third["range-low"] = std::string("55");
  third["range-high"] = std::string("65");
  third["interpretation"] = std::string("high");
  third["flag"] = std::string("guidance");
  return all_series({third, second, first}, {}).front();
}

TEST(Chart, DotsStandOnOneScale) {
  const auto out = lines(chart(weight(), {.width = 50}));
  ASSERT_GE(out.size(), 6U);
  EXPECT_EQ(out[0], "体重");
  EXPECT_EQ(out[2], "2019-06-01  50 cm        │●                     │");
  EXPECT_EQ(out[3], "2021-06-01  60 cm        │           ●          │");
  EXPECT_EQ(out[4], "2024-05-20  70 cm  ▲H △  │     ░░░░░░░░░░░░    ●│");
  EXPECT_EQ(out[5], "                          50                  70");
  for (const auto& line : out) EXPECT_LE(columns(line), 50U) << line;
}

TEST(Chart, HasAsciiSignsWhereTheLocaleHasNoOthers) {
  Series series = weight();
  series.english = "Body weight";
  const auto out = chart(series, {.width = 50, .ascii = true});
  EXPECT_TRUE(std::ranges::all_of(out, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) << out;
  EXPECT_EQ(lines(out)[0], "Body weight");
  EXPECT_EQ(lines(out)[4], "2024-05-20  70 cm  H !  |      ------------    o|");
}

TEST(Chart, LegendTellsOnlyWhatIsThere) {
  const auto all = chart(weight(), {.width = 80});
  EXPECT_NE(all.find("░ the facility's own range"), std::string::npos) << all;
  EXPECT_NE(all.find("no diagnosis"), std::string::npos);
  const auto plain = chart(all_series({record("W", "体重", "2024-05-20", "70")}, {}).front(), {.width = 80});
  EXPECT_EQ(plain.find("range"), std::string::npos) << plain;
  EXPECT_EQ(plain.find("diagnosis"), std::string::npos) << plain;
}

TEST(Chart, NarrowTerminalsKeepTheValues) {
  for (const std::size_t width : {1U, 10U, 25U, 37U, 38U}) {
    const auto out = chart(weight(), {.width = width});
    EXPECT_NE(out.find("2024-05-20  70 cm"), std::string::npos) << out;
    EXPECT_EQ(out.find("│") == std::string::npos, width < 38) << width << "\n" << out;
  }
}

TEST(Chart, LimitsAndFileDatesAreMarked) {
  Row low = record("W", "x", "2020-01-01", "5");
  low["qualifier"] = std::string("low");
  Row high = record("W", "x", "2019-01-01", "9");
  high["qualifier"] = std::string("high");
  high["date-is-file-date"] = true;
  const auto out = chart(all_series({low, high}, {}).front(), {.width = 60});
  EXPECT_NE(out.find("≤5 cm"), std::string::npos) << out;
  EXPECT_NE(out.find("≥9 cm  *"), std::string::npos) << out;
  EXPECT_NE(out.find("* date of the file"), std::string::npos);
}

TEST(Chart, ARangeInAnotherUnitIsNotDrawn) {
  Row row = record("W", "x", "2020-01-01", "5");
  row["range-low"] = std::string("1");
  row["range-unit"] = std::string("mm");
  EXPECT_EQ(chart(all_series({row}, {}).front(), {.width = 60}).find("░"), std::string::npos);
}

TEST(Chart, OddNumbersHarmNothing) {
  std::vector<Row> rows;
  for (const char* value :
       {"5", "1e308", "-1e308", "nan", "inf", "x", "1e999", "999999999999999999999999999999"}) {
    rows.push_back(record("W", "x", "2020-01-01", value));
    rows.back()["range-low"] = std::string("7");
    rows.back()["range-high"] = std::string("3");  // the wrong way round
  }
  const auto out = chart(all_series(rows, {}).front(), {.width = 60});
  EXPECT_NE(out.find("nan cm"), std::string::npos) << "shown as received, with no place on the scale";
}

TEST(Chart, HostileTextCannotDriveTheTerminal) {
  const std::string bad = "x\033]0;owned\a\ny\xff";
  Row row = record("W", bad, bad, bad);
  for (const char* key : {"unit", "range-low", "range-high", "interpretation", "flag", "qualifier", "code"})
    row[key] = bad;
  Series series = all_series({row, row}, {}).front();
  series.english = bad;
  for (const bool ascii : {false, true}) {
    const auto out = chart(series, {.width = 60, .ascii = ascii});
    EXPECT_EQ(out.find_first_of("\033\a\xff"), std::string::npos) << out;
  }
}

}  // namespace
}  // namespace kenkod::cli
