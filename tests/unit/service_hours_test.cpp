#include "common/service_hours.hpp"

#include <gtest/gtest.h>

#include <string>

#include "common/error.hpp"

namespace kenkod {
namespace {

// "2026-11-23 08:00:00" on a clock in Japan.
std::int64_t at(const std::string& text) {
  const auto part = [&](std::size_t begin, std::size_t size) { return std::stoi(text.substr(begin, size)); };
  const std::chrono::sys_days day{std::chrono::year{part(0, 4)} / part(5, 2) / part(8, 2)};
  return unix_seconds(day, part(11, 2) * 60 + part(14, 2)) + part(17, 2);
}

const Holidays kByRule;
const ServiceHours kDefault;

struct Moment {
  const char* when;
  bool open;
};
class DefaultHours : public testing::TestWithParam<Moment> {};
TEST_P(DefaultHours, AreOpenOrClosed) {
  EXPECT_EQ(kDefault.open(at(GetParam().when), kByRule), GetParam().open);
}
INSTANTIATE_TEST_SUITE_P(Boundaries, DefaultHours,
                         testing::Values(
                             // Tuesday
                             Moment{"2026-11-24 00:00:00", false}, Moment{"2026-11-24 07:59:59", false},
                             Moment{"2026-11-24 08:00:00", true}, Moment{"2026-11-24 16:59:59", true},
                             Moment{"2026-11-24 17:00:00", true}, Moment{"2026-11-24 20:59:59", true},
                             Moment{"2026-11-24 21:00:00", false}, Moment{"2026-11-24 23:59:59", false},
                             // a holiday Monday
                             Moment{"2026-11-23 07:59:59", false}, Moment{"2026-11-23 08:00:00", true},
                             Moment{"2026-11-23 16:59:59", true}, Moment{"2026-11-23 17:00:00", false},
                             Moment{"2026-11-23 20:59:59", false},
                             // Sunday, a Monday that makes up for a Sunday, a day between two holidays
                             Moment{"2026-11-22 16:59:59", true}, Moment{"2026-11-22 17:00:00", false},
                             Moment{"2025-11-24 16:59:59", true}, Moment{"2025-11-24 17:00:00", false},
                             Moment{"2026-09-22 17:00:00", false},
                             // Saturdays: the second, the third, the fourth
                             Moment{"2026-11-14 08:00:00", true}, Moment{"2026-11-14 16:59:59", true},
                             Moment{"2026-11-14 17:00:00", false}, Moment{"2026-11-21 08:00:00", false},
                             Moment{"2026-11-21 12:00:00", false}, Moment{"2026-11-28 12:00:00", true},
                             Moment{"2026-08-15 12:00:00", false},  // the earliest third Saturday
                             Moment{"2026-08-22 12:00:00", true},
                             Moment{"2026-02-21 12:00:00", false},  // the latest
                             Moment{"2026-02-14 12:00:00", true},
                             // over the new year
                             Moment{"2026-12-28 20:59:59", true}, Moment{"2026-12-28 21:00:00", false},
                             Moment{"2026-12-29 08:00:00", false}, Moment{"2026-12-29 12:00:00", false},
                             Moment{"2026-12-31 12:00:00", false}, Moment{"2027-01-01 12:00:00", false},
                             Moment{"2027-01-03 16:59:59", false}, Moment{"2027-01-04 07:59:59", false},
                             Moment{"2027-01-04 08:00:00", true}));

struct Next {
  const char *from, *opening, *change;
};
class DefaultHoursAfter : public testing::TestWithParam<Next> {};
TEST_P(DefaultHoursAfter, AreFound) {
  EXPECT_EQ(kDefault.next_opening(at(GetParam().from), kByRule), at(GetParam().opening));
  EXPECT_EQ(kDefault.next_change(at(GetParam().from), kByRule), at(GetParam().change));
}
INSTANTIATE_TEST_SUITE_P(Moments, DefaultHoursAfter,
                         testing::Values(
                             // while it is open, the opening is now
                             Next{"2026-11-24 12:00:01", "2026-11-24 12:00:01", "2026-11-24 21:00:00"},
                             Next{"2026-11-24 08:00:00", "2026-11-24 08:00:00", "2026-11-24 21:00:00"},
                             Next{"2026-11-24 20:59:59", "2026-11-24 20:59:59", "2026-11-24 21:00:00"},
                             Next{"2026-11-24 21:00:00", "2026-11-25 08:00:00", "2026-11-25 08:00:00"},
                             Next{"2026-11-24 07:59:59", "2026-11-24 08:00:00", "2026-11-24 08:00:00"},
                             Next{"2026-11-23 16:59:59", "2026-11-23 16:59:59", "2026-11-23 17:00:00"},
                             Next{"2026-11-23 17:00:00", "2026-11-24 08:00:00", "2026-11-24 08:00:00"},
                             // over the third Saturday: Friday evening to Sunday
                             Next{"2026-11-20 21:00:00", "2026-11-22 08:00:00", "2026-11-22 08:00:00"},
                             Next{"2026-11-21 12:00:00", "2026-11-22 08:00:00", "2026-11-22 08:00:00"},
                             // over the new year: Monday 28 December to Monday 4 January
                             Next{"2026-12-28 21:00:00", "2027-01-04 08:00:00", "2027-01-04 08:00:00"},
                             Next{"2026-12-31 23:59:59", "2027-01-04 08:00:00", "2027-01-04 08:00:00"},
                             Next{"2027-01-03 23:59:59", "2027-01-04 08:00:00", "2027-01-04 08:00:00"},
                             // 4 January 2025 is a Saturday, with a Saturday's hours
                             Next{"2025-01-03 12:00:00", "2025-01-04 08:00:00", "2025-01-04 08:00:00"},
                             Next{"2025-01-04 08:00:00", "2025-01-04 08:00:00", "2025-01-04 17:00:00"}));

TEST(ServiceHours, ChangesAreAllThereAre) {
  // From change to change, nothing in between: every quarter of an hour of a year.
  auto moment = at("2026-01-01 00:00:00");
  bool open = kDefault.open(moment, kByRule);
  auto change = *kDefault.next_change(moment, kByRule);
  for (; moment < at("2027-02-01 00:00:00"); moment += 900) {
    if (moment >= change) {
      ASSERT_EQ(moment, change);
      open = !open;
      change = *kDefault.next_change(moment, kByRule);
    }
    ASSERT_EQ(kDefault.open(moment, kByRule), open) << moment;
  }
}

TEST(ServiceHours, AListOfHolidaysCounts) {
  const auto moved = Holidays::parse("2026-11-24\n");
  EXPECT_FALSE(kDefault.open(at("2026-11-24 18:00:00"), moved));
  EXPECT_TRUE(kDefault.open(at("2026-11-23 18:00:00"), moved));
}

TEST(ServiceHours, TheDefaultReadsAsItIsWritten) {
  const auto read = ServiceHours::parse(
      "weekday 08:00-21:00; holiday 08:00-17:00; closed third-saturday; closed 12-29..01-03");
  EXPECT_EQ(read.weekday, kDefault.weekday);
  EXPECT_EQ(read.holiday, kDefault.holiday);
  EXPECT_EQ(read.third_saturday_closed, kDefault.third_saturday_closed);
  EXPECT_EQ(read.closed, kDefault.closed);
}

TEST(ServiceHours, AlwaysIsNeverClosed) {
  const auto always = ServiceHours::parse("  always ");
  for (const char* when : {"2026-11-21 00:00:00", "2026-12-31 23:59:59", "2027-01-01 00:00:00"}) {
    EXPECT_TRUE(always.open(at(when), kByRule));
    EXPECT_EQ(always.next_opening(at(when), kByRule), at(when));
    EXPECT_EQ(always.next_change(at(when), kByRule), std::nullopt);
  }
}

TEST(ServiceHours, WhatIsNotNamedIsClosedOrOpen) {
  const auto weekdays = ServiceHours::parse("weekday 00:00-24:00");
  EXPECT_TRUE(weekdays.open(at("2026-12-31 23:59:59"), kByRule)) << "no closed days";
  EXPECT_FALSE(weekdays.open(at("2027-01-01 12:00:00"), kByRule)) << "a holiday";
  EXPECT_EQ(weekdays.next_change(at("2026-12-28 00:00:00"), kByRule), at("2027-01-01 00:00:00"));
  EXPECT_EQ(weekdays.next_opening(at("2027-01-01 00:00:00"), kByRule), at("2027-01-04 00:00:00"));
}

TEST(ServiceHours, MayNeverOpen) {
  const auto never = ServiceHours::parse("weekday 08:00-08:00");
  EXPECT_FALSE(never.open(at("2026-11-24 08:00:00"), kByRule));
  EXPECT_EQ(never.next_opening(at("2026-11-24 08:00:00"), kByRule), std::nullopt);
  EXPECT_EQ(never.next_change(at("2026-11-24 08:00:00"), kByRule), std::nullopt);
  const auto no_day = ServiceHours::parse("weekday 08:00-09:00; closed 01-01..12-31");
  EXPECT_EQ(no_day.next_opening(at("2026-11-24 08:00:00"), kByRule), std::nullopt);
}

TEST(ServiceHours, ClosedDaysMayBeOneOrManyAndInAnyOrder) {
  const auto hours = ServiceHours::parse("closed 05-01 ;closed 08-13..08-15;weekday 09:00-17:30");
  EXPECT_FALSE(hours.open(at("2026-05-01 12:00:00"), kByRule));
  EXPECT_TRUE(hours.open(at("2026-04-30 12:00:00"), kByRule));
  EXPECT_TRUE(hours.open(at("2026-08-12 17:29:59"), kByRule));
  EXPECT_FALSE(hours.open(at("2026-08-12 17:30:00"), kByRule));
  EXPECT_FALSE(hours.open(at("2026-08-13 12:00:00"), kByRule));
  EXPECT_FALSE(hours.open(at("2025-08-15 12:00:00"), kByRule));
  EXPECT_TRUE(
      ServiceHours::parse("weekday 08:00-09:00; closed 02-29").open(at("2027-03-01 08:00:00"), kByRule));
}

TEST(ServiceHours, AreRefusedWhenMisspelt) {
  for (const char* text : {"",
                           " ",
                           "weekdays 08:00-21:00",
                           "weekday",
                           "weekday 8:00-21:00",
                           "weekday 08:00",
                           "weekday 08:00-24:01",
                           "weekday 21:00-08:00",
                           "weekday 08:00-21:60",
                           "weekday 08:00-21:00;",
                           "weekday 08:00-21:00; always",
                           "weekday 08:00-21:00; weekday 08:00-21:00",
                           "weekday 08:00-21:00; closed",
                           "always;",
                           "weekday 08:00-21:00; closed saturday",
                           "weekday 08:00-21:00; closed 13-01",
                           "weekday 08:00-21:00; closed 02-30",
                           "weekday 08:00-21:00; closed 12-29-01-03",
                           "weekday 08:00-21:00; closed 12-29..",
                           "closed third-saturday",
                           "weekday 08:00-21:00; closed third-saturday; closed third-saturday",
                           "weekday -8:00-21:00",
                           "weekday 08:00-21:00 holiday 08:00-17:00",
                           "weekday 08:00-21:00; closed 00-01",
                           "ALWAYS"}) {
    try {
      (void)ServiceHours::parse(text);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::InvalidArgument) << text;
    }
  }
}

}  // namespace
}  // namespace kenkod
