#include <gtest/gtest.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <thread>

#include "client-cli/agent/answer_lines.hpp"
#include "client-cli/agent/qr_code.hpp"
#include "client-cli/agent/recovery_key_file.hpp"
#include "client-cli/agent/scripted_prompter.hpp"
#include "client-cli/agent/secret_layout.hpp"
#include "client-cli/agent/secret_pipe.hpp"
#include "client-cli/agent/secret_request.hpp"
#include "client-cli/agent/subject_words.hpp"
#include "client-cli/client.hpp"
#include "client-cli/new_file.hpp"
#include "client-cli/terminal/line_buffer.hpp"
#include "common/error.hpp"
#include "test_pipe.hpp"

namespace kenkod::cli {
namespace {

struct Folder {
  Folder() : path(std::filesystem::temp_directory_path() / "kenkoctl-XXXXXX") {
    std::string name = path;
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    path = name;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

std::string text(const std::optional<SecretBuffer>& secret) {
  return secret ? std::string(secret->text()) : "(nothing)";
}

TEST(AnswerLines, EachLineIsUsedOnce) {
  Pipe pipe;
  pipe.put("一行目\n\nlast without LF");
  pipe.writable.reset();
  AnswerLines lines(pipe.readable.get());
  const CancelToken cancel;
  EXPECT_EQ(text(lines.next(cancel)), "一行目");
  EXPECT_EQ(text(lines.next(cancel)), "");
  EXPECT_EQ(text(lines.next(cancel)), "last without LF");
  EXPECT_FALSE(lines.next(cancel));
  EXPECT_FALSE(lines.next(cancel));
}

TEST(AnswerLines, TooLongIsNoAnswer) {
  Pipe pipe;
  pipe.put(std::string(kMaxSecretBytes + 1, 'x') + "\n");
  AnswerLines lines(pipe.readable.get());
  EXPECT_FALSE(lines.next(CancelToken()));
}

TEST(AnswerLines, CanBeTakenAway) {
  Pipe pipe;
  AnswerLines lines(pipe.readable.get());
  CancelToken cancel;
  std::jthread other([&] { cancel.cancel(); });
  EXPECT_FALSE(lines.next(cancel)) << "the pipe never gives a line";
}

TEST(ScriptedPrompter, LaysTheBytesOutAsTheInterfaceSays) {
  Pipe pipe;
  pipe.put("ans\nq?\na!\nKEY\nans2\n");
  pipe.writable.reset();
  Folder folder;
  ScriptedPrompter prompter(pipe.readable.get(), {folder.path / "key", -1});
  const CancelToken cancel;
  SecretRequest request;
  request.kind = "answer";
  EXPECT_EQ(text(prompter.ask(request, cancel)), "ans");
  request.kind = "new-question";
  EXPECT_EQ(text(prompter.ask(request, cancel)), "q?\na!\nrecovery");
  request.kind = "recovery";
  EXPECT_EQ(text(prompter.ask(request, cancel)), "KEY\nans2");
  EXPECT_FALSE(prompter.ask(request, cancel)) << "no line is left";
}

TEST(ScriptedPrompter, WithoutAPlaceForItThereIsNoRecoveryKey) {
  Pipe pipe;
  pipe.put("q?\na!\n");
  ScriptedPrompter prompter(pipe.readable.get(), {});
  SecretRequest request;
  request.kind = "new-question";
  EXPECT_EQ(text(prompter.ask(request, CancelToken())), "q?\na!\nno-recovery");
  EXPECT_FALSE(prompter.show_recovery_key(SecretBuffer(std::string_view("K")), CancelToken()));
}

TEST(ScriptedPrompter, AnAnswerThatMustWaitTooLongIsKept) {
  Pipe pipe;
  pipe.put("ans\n");
  ScriptedPrompter prompter(pipe.readable.get(), {});
  SecretRequest request;
  request.kind = "answer";
  request.wait = 3600;
  EXPECT_FALSE(prompter.ask(request, CancelToken()));
  request.wait = 0;
  EXPECT_EQ(text(prompter.ask(request, CancelToken())), "ans");
}

std::map<std::string, sdbus::Variant> subject_of(const char* kind) {
  return {{"kind", sdbus::Variant(std::string(kind))},
          {"prompt", sdbus::Variant(std::string("p1"))},
          {"sandboxed", sdbus::Variant(false)},
          {"name", sdbus::Variant(std::string("見本 花子"))},
          {"kana", sdbus::Variant(std::string("ミホン ハナコ"))},
          {"birth-date", sdbus::Variant(std::string("1968-01-15"))},
          {"sex", sdbus::Variant(std::string("female"))}};
}

TEST(SubjectRequest, IsReadWithEveryFieldMadeHarmless) {
  auto what = subject_of("subject");
  what["name"] = sdbus::Variant(std::string("見本\033[2J"));
  const auto request = subject_request(what);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->prompt, "p1");
  EXPECT_EQ(request->name, "見本\uFFFD[2J");
  EXPECT_EQ(request->sex, "female");
  what["birth-date"] = sdbus::Variant(true);
  EXPECT_THROW(static_cast<void>(subject_request(what)), sdbus::Error);
}

TEST(SubjectRequest, OtherKindsOfConsentAreNotUnderstood) {
  EXPECT_FALSE(subject_request(subject_of("everything")));
  EXPECT_FALSE(subject_request({}));
}

TEST(SubjectWords, ShowWhoIsMeant) {
  EXPECT_EQ(subject_words(*subject_request(subject_of("subject"))),
            "This record is of the following person:\n"
            "  Name: 見本 花子\n"
            "  Kana: ミホン ハナコ\n"
            "  Birth date: 1968-01-15 (昭和43年1月15日)\n"
            "  Sex: female\n"
            "When you say yes, documents of any other person are refused from now on.\n");
  SubjectRequest little;
  little.birth_date = "1968-01-15";
  EXPECT_EQ(subject_words(little).find("Name"), std::string::npos) << "what is not stated is not shown";
}

TEST(EraDate, FollowsTheDayOfTheChange) {
  EXPECT_EQ(era_date("2019-04-30"), "平成31年4月30日");
  EXPECT_EQ(era_date("2019-05-01"), "令和元年5月1日");
  EXPECT_EQ(era_date("1989-01-07"), "昭和64年1月7日");
  EXPECT_EQ(era_date("1926-12-25"), "昭和元年12月25日");
  EXPECT_EQ(era_date("1912-07-29"), "明治45年7月29日");
  EXPECT_EQ(era_date("1872-12-31"), "");
  EXPECT_EQ(era_date("1968-0x-15"), "");
  EXPECT_EQ(era_date(""), "");
}

TEST(ScriptedPrompter, TakesThePersonForItsOwn) {
  ScriptedPrompter prompter(-1, {});
  EXPECT_EQ(prompter.confirm_subject({}, CancelToken()), std::optional(true))
      << "and uses no line of the script";
}

TEST(RecoveryKeyFile, IsNewAndPrivate) {
  Folder folder;
  const RecoveryKeyTarget target{folder.path / "key", -1};
  const SecretBuffer key(std::string_view("ABCD-EFGH"));
  ASSERT_TRUE(write_recovery_key(target, key));
  struct stat info{};
  ASSERT_EQ(::stat(target.file.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  std::ifstream in(target.file);
  std::string line;
  std::getline(in, line);
  EXPECT_EQ(line, "ABCD-EFGH");
  EXPECT_FALSE(write_recovery_key(target, key)) << "never over an existing file";
}

TEST(SecretPipe, CarriesUpTo4096Bytes) {
  const SecretBuffer secret = SecretBuffer::random(kMaxSecretBytes);
  const Fd fd = secret_pipe(secret);
  const SecretBuffer back = read_secret(fd.get());
  ASSERT_EQ(back.size(), secret.size());
  EXPECT_EQ(sodium_memcmp(back.data(), secret.data(), back.size()), 0);
  EXPECT_THROW(static_cast<void>(secret_pipe(SecretBuffer(kMaxSecretBytes + 1))), Error);
}

TEST(SecretPipe, RefusesTooMuchAndTooSlow) {
  Pipe much;
  much.put(std::string(kMaxSecretBytes + 1, 'x'));
  much.writable.reset();
  EXPECT_THROW(static_cast<void>(read_secret(much.readable.get())), Error);
  Pipe slow;
  slow.put("x");
  EXPECT_THROW(static_cast<void>(read_secret(slow.readable.get(), std::chrono::milliseconds(1))), Error);
}

TEST(SecretLayout, JoinsWithLineFeeds) {
  EXPECT_EQ(join_lines({"a", "", "c"}).text(), "a\n\nc");
  EXPECT_EQ(join_lines({"", "b"}).text(), "\nb");
}

LineBuffer typed(std::string_view keys) {
  LineBuffer line;
  for (const char key : keys) line.take(static_cast<std::uint8_t>(key));
  return line;
}

TEST(LineBuffer, CountsAsTheLimitsDo) {
  EXPECT_EQ(typed("DeSCのサービスは?").characters(), 11U);
  EXPECT_EQ(typed("kencom").characters(), 6U);
  EXPECT_EQ(typed("あ\xe3\x81").characters(), 1U) << "a half-typed character does not count yet";
}

TEST(LineBuffer, EditsByCharacter) {
  EXPECT_EQ(typed("あい\x7f").text(), "あ");
  EXPECT_EQ(typed("\x7f").text(), "");
  EXPECT_EQ(typed("abc\x15x").text(), "x");
  EXPECT_EQ(typed("a\033[Db\033OAc").text(), "abc") << "arrow keys leave nothing behind";
  EXPECT_EQ(typed("a\tb\x01").text(), "ab");
}

TEST(LineBuffer, Ends) {
  LineBuffer line;
  EXPECT_EQ(line.take('a'), LineBuffer::State::typing);
  EXPECT_EQ(line.take(4), LineBuffer::State::typing) << "Ctrl-D ends an empty line only";
  EXPECT_EQ(line.take('\r'), LineBuffer::State::entered);
  EXPECT_EQ(LineBuffer().take(4), LineBuffer::State::ended);
}

TEST(LineBuffer, LongLinesAreCut) { EXPECT_EQ(typed(std::string(5000, 'x')).text().size(), 1024U); }

TEST(QrCode, HasAQuietZoneAndSquareCells) {
  const std::string code = qr_code("ABCD-EFGH-IJKL");
  ASSERT_FALSE(code.empty());
  std::size_t rows = 0;
  for (const char c : code) rows += c == '\n' ? 1U : 0U;
  EXPECT_EQ(rows, (21U + 8U + 1U) / 2U)
      << "version 1: 21 modules, 4 of quiet zone on each side, two per line";
  EXPECT_TRUE(qr_code(std::string(5000, 'x')).empty());
}

TEST(NewFile, AppearsWhenKeptAndNeverOverAnother) {
  Folder folder;
  const std::string path = folder.path / "out.xml";
  {
    const NewFile dropped(path, false);
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path)) << "what was not kept is gone";
  {
    NewFile file(path, false);
    EXPECT_FALSE(std::filesystem::exists(path));
    ASSERT_EQ(::write(file.fd(), "x", 1), 1);
    file.keep();
  }
  EXPECT_EQ(std::filesystem::file_size(path), 1U);
  EXPECT_EQ(std::filesystem::status(path).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_THROW(NewFile(path, false), Failure);
  NewFile over(path, true);
  over.keep();
  EXPECT_EQ(std::filesystem::file_size(path), 0U);
}

TEST(NewFile, LosesARaceWithoutHarm) {
  Folder folder;
  const std::string path = folder.path / "out.xml";
  NewFile file(path, false);
  std::ofstream(path) << "other";
  EXPECT_THROW(file.keep(), Failure);
  EXPECT_EQ(std::filesystem::file_size(path), 5U);
}

TEST(NewFile, RefusesWhatIsNoRegularFile) {
  Folder folder;
  const std::string path = folder.path / "link";
  std::filesystem::create_symlink("/dev/null", path);
  EXPECT_THROW(NewFile(path, true), Failure);
}

}  // namespace
}  // namespace kenkod::cli
