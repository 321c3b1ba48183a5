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
