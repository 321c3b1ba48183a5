#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "client-cli/text/error_table.hpp"
#include "client-cli/text/error_words.hpp"
#include "client-cli/text/preset_words.hpp"
#include "client-cli/text/rule_words.hpp"
#include "client-cli/text/width.hpp"
#include "common/text_rules.hpp"

namespace kenkod::cli {
namespace {

TEST(Width, EastAsianCharactersTakeTwoColumns) {
  EXPECT_EQ(columns("cm"), 2U);
  EXPECT_EQ(columns("身長"), 4U);
  EXPECT_EQ(columns("ｶﾞ"), 2U);
  EXPECT_EQ(columns("ＨＤＬ"), 6U);
  EXPECT_EQ(columns("か\u3099"), 2U) << "a combining mark takes none";
  EXPECT_EQ(columns("\xff\xfe"), 2U) << "broken bytes count one each";
}

TEST(Width, PadsByColumnsAndNeverCuts) {
  EXPECT_EQ(pad_right("身長", 6), "身長  ");
  EXPECT_EQ(pad_left("身長", 6), "  身長");
  EXPECT_EQ(pad_right("身長", 3), "身長");
}

TEST(Width, ShortenedEndsWithAnEllipsis) {
  EXPECT_EQ(shortened("身長 165", 20), "身長 165");
  EXPECT_EQ(shortened("身長体重", 8), "身長体重");
  EXPECT_EQ(shortened("身長体重", 7), "身長体…");
  EXPECT_EQ(shortened("身長体重", 6), "身長…") << "half a character does not fit";
  EXPECT_EQ(shortened("身長", 1), "…");
  EXPECT_EQ(shortened("身長", 0), "");
}

TEST(Width, WrapsAtSpacesElseBetweenCharacters) {
  EXPECT_EQ(wrapped("one two three", 8), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrapped("毎食後に服用する", 10), (std::vector<std::string>{"毎食後に服", "用する"}));
  EXPECT_EQ(wrapped("a", 3), std::vector<std::string>{"a"});
  EXPECT_EQ(wrapped(std::string(100, 'x'), 0).size(), 1U);
  for (const auto& line : wrapped("長い長い 説明 with words and 数字 12345678901234567890", 12))
    EXPECT_LE(columns(line), 12U) << line;
}

TEST(Printable, TakesTheTeethOutOfTerminalSequences) {
  EXPECT_EQ(printable("血圧 130"), "血圧 130");
  EXPECT_EQ(printable("\033[2J"), "\uFFFD[2J");
  EXPECT_EQ(printable("a\nb\r\t"), "a\uFFFDb\uFFFD\uFFFD");
  EXPECT_EQ(printable("x\u202Ey\u2066z"), "x\uFFFDy\uFFFDz") << "direction overrides can hide what is asked";
  EXPECT_EQ(printable("\u009B31m"), "\uFFFD31m");
  EXPECT_EQ(printable("a\xff"), "a\uFFFD");
}

TEST(ErrorSentence, IsWhatComesBeforeThePairs) {
  EXPECT_EQ(error_sentence("It is bad. line=3 column=4"), "It is bad.");
  EXPECT_EQ(error_sentence("a=b is no pair here."), "a=b is no pair here.");
  EXPECT_EQ(error_sentence("line=3"), "");
}

TEST(ErrorWords, SentencesOfOthersAreNeverShown) {
  const auto words = error_words({"org.kenkod1.Error.BadDocument", "Your bank needs your password. line=1"});
  EXPECT_EQ(words.what, "The document is damaged or not what it claims to be. Line 1.");
}

TEST(ErrorValues, ReadsThePairsAtTheEndOnly) {
  const auto values = error_values("The document has no tries=9 root. line=12 element=observation");
  EXPECT_EQ(values, (std::map<std::string, std::string>{{"line", "12"}, {"element", "observation"}}));
  EXPECT_TRUE(error_values("").empty());
  EXPECT_TRUE(error_values("No numbers here.").empty());
  EXPECT_TRUE(error_values("=x").empty());
  EXPECT_EQ(error_values("wait=30").at("wait"), "30");
}

TEST(ErrorWords, EveryErrorSaysWhatHappened) {
  std::set<std::string> sentences;
  for (int i = 0; i <= static_cast<int>(ErrorCode::NothingToShow); ++i) {
    const auto code = static_cast<ErrorCode>(i);
    const ErrorWords words = error_words({error_name(code), "English."});
    EXPECT_FALSE(words.what.empty()) << error_name(code);
    EXPECT_EQ(words.exit, exit_code(code));
    EXPECT_NE(words.exit, ExitCode::ok) << error_name(code);
    EXPECT_TRUE(sentences.insert(words.what).second) << "two errors share: " << words.what;
    EXPECT_TRUE(code == ErrorCode::Cancelled || !words.next.empty())
        << error_name(code) << " names no next step";
  }
}

TEST(ErrorWords, NumbersAreWorded) {
  const auto bad = error_words({"org.kenkod1.Error.BadDocument", "No root. line=12 element=value"});
  EXPECT_EQ(bad.what, "The document is damaged or not what it claims to be. Line 12. Element: value.");
  EXPECT_EQ(bad.exit, ExitCode::document);
  const auto key = error_words({"org.kenkod1.Error.KeyMissing", "A part is missing. part=device-key"});
  EXPECT_NE(key.what.find("keyring is missing"), std::string::npos);
  const auto wait = error_words({"org.kenkod1.Error.TooManyAttempts", "Wait. wait=7200"});
  EXPECT_NE(wait.what.find("2 hours"), std::string::npos);
}

TEST(ErrorWords, EachWrongCardIsNamed) {
  const auto what = [](const char* kind) {
    return error_words({"org.kenkod1.Error.WrongCard", std::string("Not it. kind=").append(kind)}).what;
  };
  EXPECT_EQ(what("other"),
            "The card in the reader is not a My Number card. It is some other card, such as a "
            "transit card or a driving licence.");
  EXPECT_NE(what("juki").find("住民基本台帳カード"), std::string::npos);
  EXPECT_NE(what("phone").find("smartphone"), std::string::npos);
  EXPECT_EQ(what("new"), "The card in the reader is not a My Number card.");
  EXPECT_EQ(error_words({"org.kenkod1.Error.KindNotPermitted", "No. kind=other"}).what.find("transit"),
            std::string::npos)
      << "the kind of another error is not a card's";
}

TEST(ErrorWords, TriesOfAPinAreTold) {
  EXPECT_EQ(error_words({"org.kenkod1.Error.PinIncorrect", "No. tries=2"}).what,
            "The PIN was wrong. 2 tries are left.");
  EXPECT_EQ(error_words({"org.kenkod1.Error.PinIncorrect", "No. tries=1"}).what,
            "The PIN was wrong. 1 try is left: the next wrong PIN locks the card.");
  EXPECT_EQ(error_words({"org.kenkod1.Error.WrongAnswer", "No. tries=1"}).what.find("card"),
            std::string::npos);
}

TEST(ErrorWords, ARevokedCertificateNamesTheNumberForLostCards) {
  EXPECT_NE(
      error_words({"org.kenkod1.Error.CertificateRevoked", ""}).next.find("0120-95-0178, 24 hours, 365"),
      std::string::npos);
}

TEST(ErrorWords, BusErrorsHaveWordsToo) {
  EXPECT_EQ(error_words({"org.freedesktop.DBus.Error.ServiceUnknown", ""}).what,
            "kenkod is not running and could not be started.");
  EXPECT_EQ(error_words({"org.freedesktop.DBus.Error.InteractiveAuthorizationRequired", ""}).exit,
            ExitCode::not_authorized);
  EXPECT_EQ(error_words({"org.freedesktop.DBus.Error.UnknownObject", ""}).exit, ExitCode::answer);
  EXPECT_NE(error_words({"x.y.Z", ""}).what.find("x.y.Z"), std::string::npos);
}

TEST(DurationWords, RoundsUp) {
  EXPECT_EQ(duration_words(1), "1 second");
  EXPECT_EQ(duration_words(119), "119 seconds");
  EXPECT_EQ(duration_words(121), "3 minutes");
  EXPECT_EQ(duration_words(86400), "24 hours");
}

TEST(RuleWords, EveryRefusalHasWords) {
  for (int i = 0; i <= static_cast<int>(Refusal::answer_is_repetition); ++i) {
    const auto name = to_name(static_cast<Refusal>(i));
    EXPECT_NE(refusal_words(name), name);
  }
}

TEST(RuleWords, WhatTheCardNeedsHasWords) {
  for (const char* stage : {"insert-card", "read-card", "prompt", "pin-pad", "sign"})
    EXPECT_NE(stage_words(stage), stage);
  EXPECT_NE(act_words("test-card"), "test-card");
  EXPECT_NE(refusal_words("pin-format"), "pin-format");
}

TEST(PresetWords, AllPresetsAreMarkedForTranslation) {
  const auto marked = marked_presets();
  const std::vector<std::string> names(marked.begin(), marked.end());
  EXPECT_EQ(names, preset_questions());
}

}  // namespace
}  // namespace kenkod::cli
