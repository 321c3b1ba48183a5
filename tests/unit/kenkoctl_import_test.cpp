#include <gtest/gtest.h>
#include <linux/capability.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "client-cli/import/file_list.hpp"
#include "client-cli/import/report.hpp"
#include "client-cli/text/layout_words.hpp"
#include "client-cli/text/refusal_texts.hpp"
#include "parse/refusal.hpp"

namespace kenkod::cli {
namespace {

namespace fs = std::filesystem;

struct Folder {
  Folder() : path(fs::temp_directory_path() / "kenkoctl-import-XXXXXX") {
    std::string name = path;
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    path = name;
  }
  ~Folder() { fs::remove_all(path); }
  void add(const std::string& name) const {
    fs::create_directories((path / name).parent_path());
    std::ofstream(path / name) << "x";
  }
  // Paths below the folder, as listed for it.
  [[nodiscard]] std::vector<std::string> listed() const {
    std::vector<std::string> names;
    const std::string argument = path.string();
    for (const ImportFile& file : list_files(std::span(&argument, 1)))
      names.push_back(fs::path(file.path).lexically_relative(path).string());
    return names;
  }
  fs::path path;
};

// Root without its right to read what the mode forbids; nothing changes for others. (A limit of open files
// would take the folder around the unreadable one away as well.)
class BoundByModes {
 public:
  BoundByModes() {
    if (::syscall(SYS_capget, &header_, before_.data()) != 0) std::abort();
    auto bound = before_;
    bound.at(0).effective &= ~(1U << CAP_DAC_OVERRIDE | 1U << CAP_DAC_READ_SEARCH);
    if (::syscall(SYS_capset, &header_, bound.data()) != 0) std::abort();
  }
  BoundByModes(const BoundByModes&) = delete;
  BoundByModes& operator=(const BoundByModes&) = delete;
  ~BoundByModes() {
    if (::syscall(SYS_capset, &header_, before_.data()) != 0) std::abort();
  }

 private:
  __user_cap_header_struct header_{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> before_{};
};

TEST(FileList, WalksFoldersSortedWithoutWhatIsHidden) {
  const Folder folder;
  for (const char* name : {"b.xml", "a/2.xml", "a/1.xml", ".hidden.xml", ".git/x.xml", "c/d/e.csv"})
    folder.add(name);
  EXPECT_EQ(folder.listed(), (std::vector<std::string>{"a/1.xml", "a/2.xml", "b.xml", "c/d/e.csv"}));
}

TEST(FileList, FollowsNoLinkToAFolderAndTakesRegularFilesOnly) {
  const Folder folder;
  folder.add("a/1.xml");
  fs::create_directory_symlink(folder.path, folder.path / "a" / "circle");
  fs::create_directory_symlink("/etc", folder.path / "elsewhere");
  fs::create_symlink(folder.path / "a" / "1.xml", folder.path / "z.xml");
  fs::create_symlink("/dev/null", folder.path / "device");
  ASSERT_EQ(::mkfifo((folder.path / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(folder.listed(), (std::vector<std::string>{"a/1.xml", "z.xml"}));
}

TEST(FileList, KeepsTheOrderOfTheArgumentsAndTellsWhatIsMissing) {
  const Folder folder;
  folder.add("x.xml");
  const std::vector<std::string> names{folder.path / "none.xml", "-", folder.path / "x.xml"};
  const auto files = list_files(names);
  ASSERT_EQ(files.size(), 3U);
  EXPECT_FALSE(files[0].readable);
  EXPECT_TRUE(files[1].readable);
  EXPECT_EQ(files[2].path, names[2]);
  EXPECT_TRUE(files[2].readable);
}

TEST(FileList, AFolderThatCannotBeReadHasItsLine) {
  const Folder folder;
  folder.add("a/1.xml");
  folder.add("b.xml");
  fs::permissions(folder.path / "a", fs::perms::none);
  const std::string argument = folder.path;
  const auto files = [&] {
    const BoundByModes bound;
    return list_files(std::span(&argument, 1));
  }();
  fs::permissions(folder.path / "a", fs::perms::owner_all);
  ASSERT_EQ(files.size(), 2U);
  EXPECT_FALSE(files[0].readable);
  EXPECT_TRUE(files[1].readable);
}

ImportRow accepted(const std::string& outcome) {
  ImportRow row;
  row.outcome = outcome;
  row.kind = "expense";
  row.layout = "portal-csv";
  row.date = "2025-03";
  row.records = 4;
  return row;
}

ImportRow refused(ErrorCode code, const std::string& message) {
  ImportRow row;
  row.outcome = "refused";
  row.error = {error_name(code), message};
  return row;
}

TEST(ImportReport, SaysWhatADocumentIs) {
  ImportReport report(false);
  EXPECT_EQ(report.line("a.csv", accepted("imported")),
            "a.csv: was imported – Medical expense notices [医療費通知情報 CSV], 2025-03, 4 items\n");
  EXPECT_EQ(report.stored(), 1U);
  EXPECT_EQ(report.exit(), ExitCode::ok);
}

TEST(ImportReport, TellsWarningsAndWhetherThePersonWillBeAsked) {
  ImportReport report(true);
  ImportRow row = accepted("would-import");
  row.warnings = 2;
  row.document_warnings = {"layout-not-known"};
  row.subject_unconfirmed = true;
  const std::string line = report.line("a.xml", row);
  EXPECT_NE(line.find("would be imported –"), std::string::npos);
  EXPECT_NE(line.find(", 2 warnings ※ The layout is not publicly known"), std::string::npos) << line;
  EXPECT_NE(report.subject_notice().find("asked whether that is you"), std::string::npos);
  EXPECT_EQ(ImportReport(true).subject_notice(), "");
  EXPECT_EQ(std::ranges::count(line, '\n'), 1);
  EXPECT_EQ(report.stored(), 0U) << "a check stores nothing";
}

TEST(ImportReport, NamesTheReasonAndWhatToDo) {
  ImportReport report(false);
  EXPECT_EQ(
      report.line("x",
                  refused(ErrorCode::BadDocument,
                          "The JSON is not well-formed or is cut off. layout=fhir-bundle line=3 column=17")),
      "x: refused (BadDocument): The JSON is not well-formed or is cut off. Format: FHIR bundle. Line 3. "
      "Byte 17 of that line. → Get the file again from where it came.\n");
  EXPECT_EQ(
      report.line("y", refused(ErrorCode::NotSupported,
                               "This is a PDF, a printed form; import the XML file instead. layout=pdf")),
      "y: refused (NotSupported): This is a PDF, a printed form; import the XML file instead.\n");
  EXPECT_NE(report.line("z", refused(ErrorCode::ForeignSubject, "Another person. differs=birth-date"))
                .find("The birth date is another one."),
            std::string::npos);
  EXPECT_EQ(report.exit(), ExitCode::document);
}

TEST(ImportReport, SummaryCountsEveryOutcome) {
  ImportReport report(false);
  for (const char* outcome : {"imported", "imported", "revised", "already-there"})
    static_cast<void>(report.line("a", accepted(outcome)));
  static_cast<void>(report.line("b", refused(ErrorCode::BadDocument, "")));
  static_cast<void>(report.line("b", refused(ErrorCode::BadDocument, "")));
  static_cast<void>(report.line("b", refused(ErrorCode::TooLarge, "")));
  static_cast<void>(report.unopened("c"));
  EXPECT_EQ(report.summary(),
            "Imported                 2\n"
            "Revised                  1\n"
            "Already there            1\n"
            "Refused                  3\n"
            "  BadDocument            2\n"
            "  TooLarge               1\n"
            "Could not be opened      1\n");
  EXPECT_EQ(report.documents(), 8U);
  EXPECT_EQ(report.stored(), 3U);
}

TEST(ImportReport, ExitStatusOfAnUnreadableFileIsItsOwn) {
  ImportReport report(false);
  EXPECT_EQ(report.unopened("none"), "none: the file cannot be opened.\n");
  EXPECT_EQ(report.exit(), ExitCode::failed);
  static_cast<void>(report.line("b", refused(ErrorCode::BadDocument, "")));
  EXPECT_EQ(report.exit(), ExitCode::document);
}

TEST(ImportReport, HostileNamesCannotDriveTheTerminal) {
  ImportReport report(false);
  const std::string name = "a\033]0;owned\a\n\u202Eb\xff";
  ImportRow row = accepted("imp\033orted");
  row.kind = "k\033[2J";
  row.layout = "l\r";
  row.date = "\n";
  row.document_warnings = {"w\033"};
  for (const std::string& line : {report.line(name, row), report.unopened(name),
                                  report.line(name, refused(ErrorCode::BadDocument, "x element=\033[2J")),
                                  report.line(name, {.outcome = "refused", .error = {"x.\033[2J", ""}})}) {
    EXPECT_EQ(line.find_first_of("\033\a\r\xff"), std::string::npos) << line;
    EXPECT_EQ(std::ranges::count(line, '\n'), 1) << line;
  }
  EXPECT_EQ(report.summary().find('\033'), std::string::npos);
}

// What kenkod may send is a closed list on its side; this is the other side of it.
TEST(RefusalTexts, EverySentenceOfKenkodIsKnown) {
  for (std::uint8_t i = 0; parse::known(static_cast<parse::Reason>(i)); ++i) {
    const parse::Refused error({.reason = static_cast<parse::Reason>(i)});
    EXPECT_NE(refusal_text(error_sentence(error.text())), nullptr) << error.text();
  }
  for (std::uint8_t i = 0; parse::known(static_cast<parse::Layout>(i)); ++i) {
    const parse::Refused error(
        {.reason = parse::Reason::not_supported, .layout = static_cast<parse::Layout>(i)});
    EXPECT_NE(refusal_text(error_sentence(error.text())), nullptr) << error.text();
  }
}

TEST(LayoutWords, EveryLayoutThatIsReadHasWords) {
  for (std::uint8_t i = 1; parse::known(static_cast<parse::Layout>(i)); ++i) {
    const auto layout = static_cast<parse::Layout>(i);
    if (!parse::advice(layout).empty()) continue;
    EXPECT_NE(layout_words(parse::to_name(layout)), parse::to_name(layout));
  }
}

}  // namespace
}  // namespace kenkod::cli
