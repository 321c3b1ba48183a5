#include <gtest/gtest.h>

#include "client-cli/options.hpp"

namespace kenkod::cli {
namespace {

Parsed parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "kenkoctl");
  return parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

TEST(Options, GlobalOptionsMayFollowTheCommand) {
  const auto parsed = parse({"show", "checkup", "--format", "csv", "--answer-fd", "3", "--recovery"});
  ASSERT_TRUE(parsed.run);
  EXPECT_EQ(parsed.line.command, "show checkup");
  EXPECT_EQ(parsed.line.format, "csv");
  EXPECT_EQ(parsed.line.answer_fd, 3);
  EXPECT_TRUE(parsed.line.recovery);
}

TEST(Options, ImportTakesFilesAndStandardInput) {
  const auto parsed = parse({"import", "a.xml", "-", "b.xml", "--yes"});
  ASSERT_TRUE(parsed.run);
  EXPECT_EQ(parsed.line.files, (std::vector<std::string>{"a.xml", "-", "b.xml"}));
  EXPECT_TRUE(parsed.line.yes);
}

TEST(Options, ImportMayOnlyCheck) {
  EXPECT_TRUE(parse({"import", "--check", "folder"}).line.check);
  EXPECT_FALSE(parse({"import", "folder"}).line.check);
}

TEST(Options, QuestionHasTwoForms) {
  EXPECT_EQ(parse({"question", "set"}).line.command, "question set");
  EXPECT_EQ(parse({"question", "change", "--no-recovery-key"}).line.command, "question change");
}

TEST(Options, CardIsACommandAndHasOne) {
  const auto plain = parse({"card"});
  ASSERT_TRUE(plain.run);
  EXPECT_EQ(plain.line.command, "card");
  EXPECT_EQ(plain.line.reader, "");
  EXPECT_EQ(parse({"card", "--reader", "Reader One 00 00"}).line.reader, "Reader One 00 00");
  const auto test =
      parse({"card", "test", "--reader", "R", "--text", "t", "--signature", "s", "--answer-fd", "3"});
  ASSERT_TRUE(test.run);
  EXPECT_EQ(test.line.command, "card test");
  EXPECT_EQ(test.line.reader, "R");
  EXPECT_EQ(test.line.text_file, "t");
  EXPECT_EQ(test.line.signature_file, "s");
  EXPECT_FALSE(test.line.force);
  EXPECT_EQ(test.line.answer_fd, 3);
  EXPECT_EQ(parse({"card", "--reader", "R", "test"}).line.reader, "R");
  EXPECT_EQ(parse({"readers"}).line.command, "readers");
}

TEST(Options, OfALink) {
  const auto plain = parse({"link"});
  ASSERT_TRUE(plain.run);
  EXPECT_EQ(plain.line.command, "link");
  EXPECT_EQ(plain.line.flow, "");
  EXPECT_EQ(parse({"link", "--card", "--reader", "R"}).line.flow, "card");
  EXPECT_EQ(parse({"link", "--browser"}).line.flow, "browser");
  const auto full =
      parse({"link", "--kind", "checkup", "--kind", "expense", "--principal", "見本 太郎", "--anyway"});
  ASSERT_TRUE(full.run);
  EXPECT_EQ(full.line.kinds, (std::vector<std::string>{"checkup", "expense"}));
  EXPECT_EQ(full.line.principal, "見本 太郎");
  EXPECT_TRUE(full.line.anyway);
  EXPECT_TRUE(parse({"unlink", "--forget"}).line.forget);
  EXPECT_EQ(parse({"history", "--format", "csv"}).line.format, "csv");
  EXPECT_EQ(parse({"principals"}).line.command, "principals");
}

TEST(Options, PurgeIsOfEverythingUnlessItSaysFetched) {
  EXPECT_FALSE(parse({"purge"}).line.fetched);
  const auto fetched = parse({"purge", "--fetched", "--principal", "x"});
  EXPECT_TRUE(fetched.line.fetched);
  EXPECT_EQ(fetched.line.principal, "x");
}

TEST(Options, RecordsMayBeSomebodyElses) {
  for (const auto& arguments : std::vector<std::vector<const char*>>{{"show", "expense", "--principal", "x"},
                                                                     {"trend", "HbA1c", "--principal", "x"},
                                                                     {"export", "f", "--principal", "x"},
                                                                     {"history", "--principal", "x"}})
    EXPECT_EQ(parse(arguments).line.principal, "x");
}

TEST(Options, HelpNamesTheNumberForLostCards) {
  for (const auto& arguments : std::vector<std::vector<const char*>>{{"--help"}, {"card", "--help"}}) {
    testing::internal::CaptureStdout();
    static_cast<void>(parse(arguments));
    const std::string help = testing::internal::GetCapturedStdout();
    EXPECT_NE(help.find("0120-95-0178"), std::string::npos) << help;
    EXPECT_NE(help.find("11 card or reader"), std::string::npos) << help;
  }
}

TEST(Options, WrongUsageEndsWith2) {
  for (const auto& wrong : std::vector<std::vector<const char*>>{
           {},
           {"dance"},
           {"question"},
           {"import"},
           {"export"},
           {"export", "a", "b"},
           {"show", "checkup", "--format", "pdf"},
           {"status", "--answer-fd", "x"},
           {"status", "--answer-fd", "-1"},
           {"terms", "--accept", "--withdraw"},
           {"readers", "--reader", "R"},
           {"card", "dance"},
           {"card", "--text", "t"},
           {"link", "--card", "--browser"},
           {"link", "--browser", "--reader", "R"},
           {"link", "--kind", "genome"},
           {"purge", "--principal", "x"},
           {"history", "--format", "table"},
           {"import", "f", "--principal", "x"},
           {"question", "set", "--no-recovery-key", "--recovery-key-file", "f"}}) {
    const auto parsed = parse(wrong);
    EXPECT_FALSE(parsed.run);
    EXPECT_EQ(parsed.exit, ExitCode::usage);
  }
}

TEST(Options, HelpAndVersionEndWell) {
  for (const char* option : {"--help", "--version"}) {
    const auto parsed = parse({option});
    EXPECT_FALSE(parsed.run);
    EXPECT_EQ(parsed.exit, ExitCode::ok);
  }
}

}  // namespace
}  // namespace kenkod::cli
