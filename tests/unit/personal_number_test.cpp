#include "common/personal_number.hpp"

#include <gtest/gtest.h>

namespace kenkod {
namespace {

// 12345678901x: sum of weights 6 5 4 3 2 7 6 5 4 3 2 → check digit 8. Invented numbers.
TEST(PersonalNumber, IsFoundByItsCheckDigit) {
  EXPECT_TRUE(contains_personal_number("123456789018"));
  for (const char digit : {'0', '1', '2', '3', '4', '5', '6', '7', '9'})
    EXPECT_FALSE(contains_personal_number(std::string("12345678901") + digit)) << digit;
}

TEST(PersonalNumber, RemainderOfOneOrZeroGivesZero) {
  EXPECT_TRUE(contains_personal_number("000000000000"));
  EXPECT_TRUE(contains_personal_number("000000000060"));  // weight 2 × 6 = 12, remainder 1 → 0
  EXPECT_FALSE(contains_personal_number("000000000061"));
}

TEST(PersonalNumber, IsFoundInOtherForms) {
  EXPECT_TRUE(contains_personal_number("１２３４５６７８９０１８"));
  EXPECT_TRUE(contains_personal_number("番号123456789018です"));
  EXPECT_TRUE(contains_personal_number("1234-5678-9018"));
  EXPECT_TRUE(contains_personal_number("１２３４－５６７８－９０１８"));
  EXPECT_TRUE(contains_personal_number("1234 5678 9018"));
  EXPECT_TRUE(contains_personal_number("1234　5678　9018"));
  EXPECT_TRUE(contains_personal_number("123456-789018"));
  EXPECT_TRUE(contains_personal_number("1 2 3 4 5 6 7 8 9 0 1 8"));
  EXPECT_TRUE(contains_personal_number("2 1234-5678-9018")) << "beside another number";
  EXPECT_TRUE(contains_personal_number("03 123456789018 05"));
}

TEST(PersonalNumber, IsNoPartOfALongerNumber) {
  EXPECT_FALSE(contains_personal_number("0123456789018"));
  EXPECT_FALSE(contains_personal_number("1234567890180"));
  EXPECT_FALSE(contains_personal_number("9N016123456789018")) << "digits run on: 016123456789018";
}

TEST(PersonalNumber, OtherNumbersAreLeftAlone) {
  EXPECT_FALSE(contains_personal_number(""));
  EXPECT_FALSE(contains_personal_number("1234/5678/9018"));
  EXPECT_FALSE(contains_personal_number("12.3456.78.9018"));
  EXPECT_FALSE(contains_personal_number("128 78 62 10 5 5 18")) << "values in a row";
  EXPECT_FALSE(contains_personal_number("1.2.392.200119.6.1005"));
  // A date and a time; the check digit of 202405201230 would be valid if it were read as one number.
  for (int minute = 0; minute < 60; ++minute) {
    const std::string two =
        std::string(1, static_cast<char>('0' + minute / 10)) + static_cast<char>('0' + minute % 10);
    EXPECT_FALSE(contains_personal_number("20240520 12" + two));
    EXPECT_FALSE(contains_personal_number("2024-05-20 12" + two));
  }
}

TEST(PersonalNumber, HalfSequencesDoNotConfuseIt) {
  EXPECT_FALSE(contains_personal_number("12345678901\xEF"));
  EXPECT_FALSE(contains_personal_number("12345678901\xEF\xBC"));
  EXPECT_FALSE(contains_personal_number(std::string(100'000, '1')));
}

}  // namespace
}  // namespace kenkod
