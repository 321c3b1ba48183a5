#include "common/japanese_calendar.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <set>
#include <string>

#include "common/error.hpp"

namespace kenkod {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using namespace std::chrono_literals;

// What the Cabinet Office publishes (国民の祝日・休日, syukujitsu.csv) for 2020 to 2027, the days off that
// follow from a holiday included; 2028 to 2030 as Debian's python3-holidays has them. That package is no test
// of its own: it knows neither the law for 2021 nor every 振替休日.
constexpr const char* kHolidays = R"(
2020-01-01 2020-01-13 2020-02-11 2020-02-23 2020-02-24 2020-03-20 2020-04-29 2020-05-03 2020-05-04 2020-05-05 2020-05-06
2020-07-23 2020-07-24 2020-08-10 2020-09-21 2020-09-22 2020-11-03 2020-11-23
2021-01-01 2021-01-11 2021-02-11 2021-02-23 2021-03-20 2021-04-29 2021-05-03 2021-05-04 2021-05-05 2021-07-22 2021-07-23
2021-08-08 2021-08-09 2021-09-20 2021-09-23 2021-11-03 2021-11-23
2022-01-01 2022-01-10 2022-02-11 2022-02-23 2022-03-21 2022-04-29 2022-05-03 2022-05-04 2022-05-05 2022-07-18 2022-08-11
2022-09-19 2022-09-23 2022-10-10 2022-11-03 2022-11-23
2023-01-01 2023-01-02 2023-01-09 2023-02-11 2023-02-23 2023-03-21 2023-04-29 2023-05-03 2023-05-04 2023-05-05 2023-07-17
2023-08-11 2023-09-18 2023-09-23 2023-10-09 2023-11-03 2023-11-23
2024-01-01 2024-01-08 2024-02-11 2024-02-12 2024-02-23 2024-03-20 2024-04-29 2024-05-03 2024-05-04 2024-05-05 2024-05-06
2024-07-15 2024-08-11 2024-08-12 2024-09-16 2024-09-22 2024-09-23 2024-10-14 2024-11-03 2024-11-04 2024-11-23
2025-01-01 2025-01-13 2025-02-11 2025-02-23 2025-02-24 2025-03-20 2025-04-29 2025-05-03 2025-05-04 2025-05-05 2025-05-06
2025-07-21 2025-08-11 2025-09-15 2025-09-23 2025-10-13 2025-11-03 2025-11-23 2025-11-24
2026-01-01 2026-01-12 2026-02-11 2026-02-23 2026-03-20 2026-04-29 2026-05-03 2026-05-04 2026-05-05 2026-05-06 2026-07-20
2026-08-11 2026-09-21 2026-09-22 2026-09-23 2026-10-12 2026-11-03 2026-11-23
2027-01-01 2027-01-11 2027-02-11 2027-02-23 2027-03-21 2027-03-22 2027-04-29 2027-05-03 2027-05-04 2027-05-05 2027-07-19
2027-08-11 2027-09-20 2027-09-23 2027-10-11 2027-11-03 2027-11-23
2028-01-01 2028-01-10 2028-02-11 2028-02-23 2028-03-20 2028-04-29 2028-05-03 2028-05-04 2028-05-05 2028-07-17 2028-08-11
2028-09-18 2028-09-22 2028-10-09 2028-11-03 2028-11-23
2029-01-01 2029-01-08 2029-02-11 2029-02-12 2029-02-23 2029-03-20 2029-04-29 2029-04-30 2029-05-03 2029-05-04 2029-05-05
2029-07-16 2029-08-11 2029-09-17 2029-09-23 2029-09-24 2029-10-08 2029-11-03 2029-11-23
2030-01-01 2030-01-14 2030-02-11 2030-02-23 2030-03-20 2030-04-29 2030-05-03 2030-05-04 2030-05-05 2030-05-06 2030-07-15
2030-08-11 2030-08-12 2030-09-16 2030-09-23 2030-10-14 2030-11-03 2030-11-04 2030-11-23
)";

sys_days day(const std::string& text) {
  const auto part = [&](std::size_t at, std::size_t size) { return std::stoi(text.substr(at, size)); };
  return sys_days{std::chrono::year{part(0, 4)} / part(5, 2) / part(8, 2)};
}

TEST(NationalHolidays, AreThoseOfTheTable) {
  std::set<sys_days> expected;
  for (std::size_t at = 0; (at = std::string_view(kHolidays).find("20", at)) != std::string_view::npos;
       at += 11)
    expected.insert(day(std::string(kHolidays + at, 10)));
  ASSERT_EQ(expected.size(), 197U);
  for (auto date = day("2020-01-01"); date < day("2031-01-01"); date += days{1})
    EXPECT_EQ(is_national_holiday(date), expected.contains(date))
        << static_cast<int>(std::chrono::year_month_day{date}.year()) << ' '
        << static_cast<unsigned>(std::chrono::year_month_day{date}.month()) << ' '
        << static_cast<unsigned>(std::chrono::year_month_day{date}.day());
}

TEST(NationalHolidays, ADayBetweenTwoIsOne) {
  EXPECT_TRUE(is_national_holiday(day("2026-09-22")));   // between 敬老の日 and 秋分の日
  EXPECT_TRUE(is_national_holiday(day("2032-09-21")));   // 20 and 22
  EXPECT_FALSE(is_national_holiday(day("2027-09-22")));  // Wednesday after an ordinary Tuesday
}

TEST(NationalHolidays, ASundayIsMadeUpForAfterTheWholeRow) {
  EXPECT_TRUE(is_national_holiday(day("2020-05-06")));  // for the 3rd, after 4 and 5
  EXPECT_TRUE(is_national_holiday(day("2026-05-06")));
  EXPECT_FALSE(is_national_holiday(day("2027-05-06")));
}

TEST(NationalHolidays, AreUnknownOutsideOfTheYearsOfTheLaw) {
  EXPECT_FALSE(is_national_holiday(day("2019-01-01")));
  EXPECT_FALSE(is_national_holiday(day("2100-01-01")));
  EXPECT_TRUE(is_national_holiday(day("2099-01-01")));
}

TEST(JapaneseTime, IsNineHoursAhead) {
  const auto last = japanese_time(1767192899);  // 2025-12-31T14:54:59Z
  EXPECT_EQ(last.day, day("2025-12-31"));
  EXPECT_EQ(last.minutes, 23 * 60 + 54);
  const auto first = japanese_time(1767193200);  // 2025-12-31T15:00:00Z
  EXPECT_EQ(first.day, day("2026-01-01"));
  EXPECT_EQ(first.minutes, 0);
  EXPECT_EQ(japanese_time(-1).minutes, 8 * 60 + 59);
  EXPECT_EQ(japanese_time(-1).day, day("1970-01-01"));
  EXPECT_EQ(japanese_time(-9 * 3600 - 1).day, day("1969-12-31"));
}

TEST(JapaneseTime, GoesBothWays) {
  for (const std::int64_t moment : {0LL, 1767193200LL, 1767192840LL, 4102444740LL, -60LL}) {
    const auto time = japanese_time(moment);
    EXPECT_EQ(unix_seconds(time.day, time.minutes), moment);
  }
}

TEST(JapaneseTime, StandsAnyNumber) {
  for (const auto moment :
       {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    const auto minutes = japanese_time(moment).minutes;
    EXPECT_GE(minutes, 0);
    EXPECT_LT(minutes, 1440);
  }
}

TEST(HolidayList, CountsForTheYearsItNames) {
  const auto holidays =
      Holidays::parse("# made by hand\n2031-01-02 元日、動いた\r\n\n2031-06-15\t新しい祝日\n2031-07-01#x\n");
  EXPECT_TRUE(holidays.contain(day("2031-01-02")));
  EXPECT_TRUE(holidays.contain(day("2031-06-15")));
  EXPECT_TRUE(holidays.contain(day("2031-07-01")));
  EXPECT_FALSE(holidays.contain(day("2031-01-01"))) << "the list counts in place of the rule";
  EXPECT_TRUE(holidays.contain(day("2032-01-01")));
  EXPECT_TRUE(Holidays{}.contain(day("2031-01-01")));
  EXPECT_TRUE(Holidays::parse("").contain(day("2031-01-01")));
}

TEST(HolidayList, IsRefusedWithTheLine) {
  for (const char* text :
       {"2031-01-01\n2031-13-01\n", "\n2031-02-30", "#\n2031/01/01", "\n2031-1-1", "\nnew year",
        "\n2031-01-01x", "\n 2031-01-01", "\n+031-01-01", "\n2031--1-01", "\n2031-01-0"}) {
    try {
      (void)Holidays::parse(text);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::InvalidArgument);
      EXPECT_NE(error.text().find(" line=2"), std::string::npos) << error.text();
    }
  }
}

}  // namespace
}  // namespace kenkod
