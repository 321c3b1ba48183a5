#include "common/text_rules.hpp"

#include <gtest/gtest.h>

#include <string>

#include "common/error.hpp"

namespace kenkod {
namespace {

using namespace std::string_literals;

std::string normal(std::string_view text) { return std::string(normalise_answer(text).text()); }

TEST(CountCharacters, CountsCodePointsAfterComposition) {
  EXPECT_EQ(count_characters("DeSCのサービスは?"), 11U);
  EXPECT_EQ(count_characters("kencom"), 6U);
  EXPECT_EQ(count_characters("ＫＥＮＣＯＭ"), 6U);
  EXPECT_EQ(count_characters("か\u3099"), 1U);  // decomposed が
  EXPECT_EQ(count_characters("😀"), 1U);
  EXPECT_EQ(count_characters("👨\u200d👩"), 3U);
  EXPECT_EQ(count_characters(""), 0U);
  EXPECT_EQ(count_characters("\xff"), std::nullopt);
  EXPECT_EQ(count_characters("\xed\xa0\x80"), std::nullopt);  // a surrogate
}

struct Equal {
  const char *one, *other;
};
class TakenAsEqual : public testing::TestWithParam<Equal> {};
TEST_P(TakenAsEqual, HaveOneForm) { EXPECT_EQ(normal(GetParam().one), normal(GetParam().other)); }
INSTANTIATE_TEST_SUITE_P(Normalise, TakenAsEqual,
                         testing::Values(Equal{"ＫＥＮＣＯＭ", "kencom"}, Equal{"Kencom", "kencom"},
                                         Equal{"ｶﾞｯｺｳ", "がっこう"}, Equal{"ガッコウ", "がっこう"},
                                         Equal{"東京 タワー", "東京\u3000タワー"}, Equal{"㈱", "(株)"},
                                         Equal{"①", "1"}, Equal{"か\u3099", "が"},
                                         Equal{"  a \u3000 b ", "a b"}, Equal{"サ\u2015ビス", "サービス"},
                                         Equal{"さ\u2212びす", "サービス"}, Equal{"ﾗｰﾒﾝ", "らーめん"},
                                         Equal{"ま\u2010\u2010", "マーー"},
                                         Equal{"ken\u200bcom\ufeff", "kencom"}, Equal{"葛\U000e0100", "葛"},
                                         Equal{"いすゞ", "イスヾ"}, Equal{"Straße", "STRASSE"}));

class NotTakenAsEqual : public testing::TestWithParam<Equal> {};
TEST_P(NotTakenAsEqual, HaveTwoForms) { EXPECT_NE(normal(GetParam().one), normal(GetParam().other)); }
INSTANTIATE_TEST_SUITE_P(Normalise, NotTakenAsEqual,
                         testing::Values(Equal{"学校", "がっこう"}, Equal{"ヴァ", "バ"}, Equal{"ッ", "ツ"},
                                         Equal{"髙", "高"}, Equal{"﨑", "崎"}, Equal{"邊", "辺"},
                                         Equal{"二", "2"}, Equal{"お母さん", "母"},
                                         Equal{"1\u2212"
                                               "2",
                                               "1ー2"},
                                         Equal{"ab", "a b"}));

TEST(NormaliseAnswer, IsStable) {
  for (const char* text :
       {"ＫＥＮＣＯＭ", "ｶﾞｯｺｳ", "東京\u3000タワー", "㈱", "か\u3099", "サ\u2015ビス", "İstanbul"})
    EXPECT_EQ(normal(normal(text)), normal(text));
}

TEST(NormaliseAnswer, HasAFixedForm) {  // what is hashed in every vault: may never change under version 1
  EXPECT_EQ(normal("ＫＥＮＣＯＭ"), "kencom");
  EXPECT_EQ(normal(" がっこう\u3000の いぬ "), "ガッコウ ノ イヌ");
}

TEST(NormaliseAnswer, RefusesWhatItDoesNotKnow) {
  const auto code = [](auto&& call) {
    try {
      call();
    } catch (const Error& e) {
      return e.code();
    }
    return ErrorCode::Failed;
  };
  EXPECT_EQ(code([] { (void)normalise_answer("a", 0); }), ErrorCode::InvalidArgument);
  EXPECT_EQ(code([] { (void)normalise_answer("a", 2); }), ErrorCode::InvalidArgument);
  EXPECT_EQ(code([] { (void)normalise_answer("\xff"); }), ErrorCode::InvalidArgument);
  EXPECT_EQ(code([] { (void)normalise_answer("a\nb"); }), ErrorCode::InvalidArgument);
}

TEST(RefuseQuestion, KeepsToTheRules) {
  EXPECT_EQ(refuse_question("DeSCのサービスは?"), std::nullopt);
  EXPECT_EQ(refuse_question("12345678901234567890"), std::nullopt);
  EXPECT_EQ(refuse_question("123456789012345678901"), Refusal::question_too_long);
  EXPECT_EQ(refuse_question("ああああああああああああああああああああ"), std::nullopt);
  EXPECT_EQ(refuse_question("あああああああああああああああああああああ"), Refusal::question_too_long);
  EXPECT_EQ(refuse_question(""), Refusal::question_empty);
  EXPECT_EQ(refuse_question(" \u3000\u200b"), Refusal::question_empty);
  EXPECT_EQ(refuse_question("a\nb"), Refusal::not_text);
  EXPECT_EQ(refuse_question("a\0b"s), Refusal::not_text);
  EXPECT_EQ(refuse_question("a\u2028"), Refusal::not_text);
  EXPECT_EQ(refuse_question("\u0378"), Refusal::not_text);  // unassigned
  EXPECT_EQ(refuse_question("\xe3\x81"), Refusal::not_text);
}

struct Answer {
  const char* answer;
  std::optional<Refusal> refused;
};
class RefuseAnswer : public testing::TestWithParam<Answer> {};
TEST_P(RefuseAnswer, KeepsToTheRules) {
  EXPECT_EQ(refuse_answer("DeSCのサービスは?", GetParam().answer, {"yamada", "山田 太郎"}),
            GetParam().refused)
      << GetParam().answer;
}
INSTANTIATE_TEST_SUITE_P(Accepted, RefuseAnswer,
                         testing::Values(Answer{"kencom", {}}, Answer{"ポチ", {}}, Answer{"x", {}},
                                         Answer{"12", {}}, Answer{"1357", {}}, Answer{"9999年", {}},
                                         Answer{"20201332", {}}, Answer{"山田さん", {}}, Answer{"山", {}},
                                         Answer{"あうお", {}},
                                         Answer{"password", Refusal::answer_is_password},
                                         Answer{"ﾊﾟｽﾜｰﾄﾞ", Refusal::answer_is_password},
                                         Answer{"1月32日", {}}, Answer{"12345678901234567892", {}},
                                         Answer{"ああああああああああああああああああいぬ", {}}));
INSTANTIATE_TEST_SUITE_P(
    Refused, RefuseAnswer,
    testing::Values(
        Answer{"", Refusal::answer_empty}, Answer{"\u3000", Refusal::answer_empty},
        Answer{"kencomkencomkencomken", Refusal::answer_too_long}, Answer{"a\tb", Refusal::not_text},
        Answer{"\xc3", Refusal::not_text}, Answer{"ＤＥＳＣ", Refusal::answer_in_question},
        Answer{"さーびす", Refusal::answer_in_question},
        Answer{"DeSCのサービスは?", Refusal::answer_in_question},
        Answer{"YAMADA", Refusal::answer_is_user_name}, Answer{"山田太郎", Refusal::answer_is_user_name},
        Answer{"山田　太郎", Refusal::answer_is_user_name}, Answer{"太郎", Refusal::answer_is_user_name},
        Answer{"19700115", Refusal::answer_is_date}, Answer{"700115", Refusal::answer_is_date},
        Answer{"0115", Refusal::answer_is_date}, Answer{"S45.1.15", Refusal::answer_is_date},
        Answer{"s450115", Refusal::answer_is_date}, Answer{"昭和45年1月15日", Refusal::answer_is_date},
        Answer{"平成元年1月8日", Refusal::answer_is_date}, Answer{"1月15日", Refusal::answer_is_date},
        Answer{"1970-01-15", Refusal::answer_is_date}, Answer{"１９７０／１／１５", Refusal::answer_is_date},
        Answer{"けんこう", Refusal::answer_is_service_name},
        Answer{"KENKOD", Refusal::answer_is_service_name},
        Answer{"まいなぽーたる", Refusal::answer_is_service_name},
        Answer{"Kenko Client", Refusal::answer_is_service_name},
        Answer{"1111", Refusal::answer_is_repetition}, Answer{"ああ", Refusal::answer_is_repetition},
        Answer{"1234", Refusal::answer_is_repetition}, Answer{"4321", Refusal::answer_is_repetition},
        Answer{"7890", Refusal::answer_is_repetition}, Answer{"AbCd", Refusal::answer_is_repetition},
        Answer{"あいうえお", Refusal::answer_is_repetition}, Answer{"- -", Refusal::answer_is_repetition}));

TEST(AdviseAnswer, WarnsOfShortAndCommonAnswers) {
  EXPECT_TRUE(advise_answer("kencom").empty());
  EXPECT_EQ(advise_answer("abc"), std::vector{Advice::answer_short});
  EXPECT_EQ(advise_answer("ＱＷＥＲＴＹ"), std::vector{Advice::answer_common});
  EXPECT_EQ(advise_answer("ぽち"), (std::vector{Advice::answer_short, Advice::answer_common}));
}

TEST(PresetQuestions, FollowTheRulesOfAnyQuestion) {
  EXPECT_GE(preset_questions().size(), 6U);
  for (const auto& question : preset_questions())
    EXPECT_EQ(refuse_question(question), std::nullopt) << question;
}

TEST(Names, AreThoseOfTheContract) {
  EXPECT_EQ(to_name(Refusal::not_text), "not-text");
  EXPECT_EQ(to_name(Refusal::answer_in_question), "answer-in-question");
  EXPECT_EQ(to_name(Refusal::answer_is_repetition), "answer-is-repetition");
  EXPECT_EQ(to_name(Advice::answer_common), "answer-common");
}

}  // namespace
}  // namespace kenkod
