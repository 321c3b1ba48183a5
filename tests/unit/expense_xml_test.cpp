// 医療費通知 XML by installed descriptions, descriptions that are not in their form, and what is kept raw.
#include "parse/expense_xml.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "parse/expense_layouts.hpp"
#include "parse/portal_xml.hpp"
#include "tests/unit/parse_support.hpp"

namespace kenkod::parse {
namespace {

namespace fs = std::filesystem;

const ExpenseLayout& example() {
  static const ExpenseLayout layout = read_expense_layout(test::sample("expense-example.tsv"));
  return layout;
}

// A folder of descriptions that goes away again.
class Folder {
 public:
  Folder() {
    std::string name = fs::temp_directory_path() / "kenkod-layouts-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

Refusal refusal(const std::string& text) {
  try {
    (void)parse_expense_xml(text, example());
  } catch (const Refused& refused) {
    return refused.refusal();
  }
  throw std::runtime_error("the document was accepted");
}

std::string notice(const std::string& lines, const std::string& header = "") {
  return "<Notice xmlns=\"urn:example:medical-expense:1\"><Header created='20240101'>" + header +
         "</Header>\n<Body><Details>\n" + lines + "</Details></Body></Notice>";
}

constexpr const char* kLine =
    "<Detail><Month>202312</Month><Class>調剤</Class><Amounts><Total>100</Total></Amounts></Detail>\n";

TEST(ExpenseXml, TheSampleIsReadByItsDescription) {
  const ParsedDocument document = parse_expense_xml(test::sample("expense-mapped.xml"), example());
  EXPECT_EQ(document.facts.layout, "expense-xml");
  EXPECT_EQ(document.facts.date, "2024-07-29");
  EXPECT_EQ(document.facts.part, "2024-05/2024-06/06139999");
  EXPECT_EQ(document.facts.author, "見本健康保険組合");
  EXPECT_EQ(document.facts.subject, (Subject{"見本　花子", "ミホン　ハナコ", "2", "1968-01-15", "06139999",
                                             "１２３", "４５６", "01"}));
  EXPECT_TRUE(document.facts.warnings.empty());
  const std::vector<ExpenseItem> expected{
      {"2024-05",
       "見本　花子",
       "医科外来",
       "2",
       "見本内科医院",
       {"6200", "6200"},
       {"4340", "4340"},
       {"0", "0"},
       {"1860", "1860"},
       {}},
      {"2024-06",
       "見本　花子",
       "調剤",
       "1",
       "見本薬局",
       {"2,050円", "2050"},
       {"1,435円", "1435"},
       {"", ""},
       {"615円", "615"},
       {}},
  };
  EXPECT_EQ(document.expense, expected);
}

TEST(ExpenseXml, WithoutTheDescriptionItIsNoKnownFile) {
  EXPECT_EQ(test::refusal_of(test::sample("expense-mapped.xml")).reason, Reason::wrong_root);
}

TEST(ExpenseXml, WhatIsMissingIsSaid) {
  const ParsedDocument document = parse_expense_xml(notice(kLine), example());
  ASSERT_EQ(document.expense.size(), 1U);
  EXPECT_EQ(document.expense[0].warnings, std::vector{Warning::part_missing});
  EXPECT_EQ(document.facts.warnings, std::vector{Warning::subject_not_stated});
  EXPECT_EQ(refusal(notice("")).reason, Reason::no_results);
}

TEST(ExpenseXml, HostileDocuments) {
  EXPECT_EQ(refusal(notice(kLine) + "<x/>").reason, Reason::not_well_formed);
  EXPECT_EQ(refusal("<!DOCTYPE Notice>" + notice(kLine)).reason, Reason::document_type);
  const Refusal number = refusal(notice("<Detail>\n<Month>1234 5678 9018</Month></Detail>"));
  EXPECT_EQ(number.reason, Reason::personal_number);
  EXPECT_EQ(number.line, 4U);
  EXPECT_EQ(refusal(notice(kLine, "<!-- 123456789018 -->")).reason, Reason::personal_number);
  EXPECT_EQ(refusal(notice(kLine, "<Other>123456789018</Other>")).reason, Reason::personal_number);
  const std::string insured = "<Person><Number>123456789018</Number></Person>";
  EXPECT_EQ(parse_expense_xml(notice(kLine, insured), example()).facts.subject.insured_number,
            "123456789018");
  EXPECT_EQ(refusal(notice("<Detail><Class>" + std::string(5000, 'x') + "</Class></Detail>")).reason,
            Reason::text_too_long);
  EXPECT_EQ(refusal(notice("<Detail><Class>\xE2\x80\xAE</Class></Detail>")).reason,
            Reason::forbidden_character);
}

std::string problem_of(std::string text) {
  try {
    (void)read_expense_layout(text);
  } catch (const std::runtime_error& problem) {
    return problem.what();
  }
  return {};
}

TEST(ExpenseLayoutFile, SaysWhatIsWrongAndWhere) {
  const std::string sound = "name\tn\nroot\tR\nrecord\tA/B\nmonth\tM\ntotal\tT\n";
  EXPECT_EQ(problem_of(sound), "");
  EXPECT_EQ(
      problem_of("\xEF\xBB\xBF# remark\r\n\r\nname\tn\r\nroot\tR\r\nrecord\tB\r\nmonth\t@m\r\ntotal\tT"), "");
  EXPECT_EQ(problem_of(""), "no key name");
  EXPECT_EQ(problem_of("name\tn\nroot\tR\nrecord\tA/B\nmonth\tM\n"), "no key total");
  EXPECT_EQ(problem_of(sound + "colour\tred\n"), "line 6: unknown key");
  EXPECT_EQ(problem_of(sound + "own\n"), "line 6: no tab between key and value");
  EXPECT_EQ(problem_of(sound + "own\t\n"), "line 6: no value, or one with control characters");
  EXPECT_EQ(problem_of(sound + "month\tN\n"), "line 6: a key given twice");
  EXPECT_EQ(problem_of(sound + "own\tM\n"), "line 6: the same place as another field");
  EXPECT_EQ(problem_of(sound + "own\tM/X\n"), "a field inside of another field");
  EXPECT_EQ(problem_of(sound + "own\tO//X\n"), "line 6: not a path of element names");
  EXPECT_EQ(problem_of(sound + "own\t@a/X\n"), "line 6: not a path of element names");
  EXPECT_EQ(problem_of(sound + "own\tO/\n"), "line 6: a path ends in a slash");
  EXPECT_EQ(problem_of("root\t{urn:x\n"), "line 1: a namespace without its closing brace");
  EXPECT_EQ(problem_of("root\t{urn:hl7-org:v3}ClinicalDocument\n"),
            "line 1: a root that kenkod reads itself");
  EXPECT_EQ(problem_of("record\t@x\n"), "line 1: a record is an element");
}

TEST(ExpenseLayouts, ABadFileIsLeftOutAndNamed) {
  const Folder site, installed;
  site.write("b.tsv", test::sample("expense-example.tsv"));
  site.write("a.tsv", "nonsense\n");
  site.write("ignored.txt", "nonsense\n");
  fs::create_directory(site.path() / "c.tsv");
  installed.write("b.tsv", test::sample("expense-example.tsv"));
  const ExpenseLayouts layouts = ExpenseLayouts::load({site.path(), installed.path(), "/nonexistent", {}});
  std::vector<std::string> problems;
  for (const auto& file : layouts.files())
    problems.push_back(file.path.filename().string() + ": " + file.problem);
  EXPECT_EQ(problems, (std::vector<std::string>{"a.tsv: line 1: no tab between key and value",
                                                "b.tsv: ", "c.tsv: not a regular file",
                                                "b.tsv: another file describes the same root and record"}));
  const std::string text = test::sample("expense-mapped.xml");
  EXPECT_NE(layouts.find("Notice", "urn:example:medical-expense:1", text), nullptr);
  EXPECT_EQ(layouts.find("Notice", "", text), nullptr);
  EXPECT_EQ(layouts.find("Notice", "urn:example:medical-expense:1", "<Details/>"), nullptr)
      << "another document under the same root";

  const InstalledTables tables =
      InstalledTables::load(std::string(KENKOD_SOURCE_ROOT) + "/data", site.path());
  const Cp932 cp932;
  EXPECT_EQ(parse_document(test::bytes_of(text), tables, cp932).expense.size(), 2U);
  EXPECT_EQ(parse_document(test::bytes_of(test::sample("tokutei-2024.xml")), tables, cp932).facts.kind,
            Kind::checkup);
}

TEST(PortalXml, IsKeptRawByTheKindItsNamesAnnounce) {
  const std::map<std::string, Kind> kKinds{
      {"<わたしの情報><医療費通知情報><金額>1</金額></医療費通知情報></わたしの情報>", Kind::expense},
      {"<医療費通知情報 xmlns='urn:x'/>", Kind::expense},
      {"<薬剤情報><x/></薬剤情報>", Kind::medication},
      {"<Data><Body><特定健診情報><身長>170</身長></特定健診情報></Body></Data>", Kind::checkup},
      {"<p:わたしの情報 xmlns:p='urn:y'><p:特定健診情報・後期高齢者健診情報/></p:わたしの情報>",
       Kind::checkup},
  };
  std::set<std::string> parts;
  for (const auto& [text, kind] : kKinds) {
    const ParsedDocument document = test::parsed(text);
    EXPECT_EQ(document.records(), 0U);
    EXPECT_EQ(document.facts.kind, kind) << text;
    EXPECT_EQ(document.facts.layout, "portal-xml");
    EXPECT_EQ(document.facts.date, "");
    EXPECT_EQ(document.facts.warnings, std::vector{Warning::layout_not_known});
    EXPECT_EQ(document.facts.subject, Subject{});
    parts.insert(document.facts.part);
  }
  EXPECT_EQ(parts.size(), kKinds.size()) << "no document is a revision of another";
}

TEST(PortalXml, WhatTellsNoKindIsNotSupported) {
  for (const char* text : {"<わたしの情報/>", "<わたしの情報><薬剤情報/><特定健診情報/></わたしの情報>"}) {
    EXPECT_EQ(test::refusal_of(text).reason, Reason::not_supported) << text;
    EXPECT_EQ(test::refusal_of(text).layout, Layout::portal_xml) << text;
  }
  EXPECT_EQ(test::refusal_of("<html><body>薬剤情報</body></html>").reason, Reason::wrong_root);
  EXPECT_EQ(test::refusal_of("<html><br></html>").reason, Reason::wrong_root);
  EXPECT_EQ(test::refusal_of("<a><b><c><d><薬剤情報/></d></c></b></a>").reason, Reason::wrong_root)
      << "too far down to be what the document is";
}

TEST(PortalXml, TheLimitsHoldForWhatIsKeptRaw) {
  EXPECT_EQ(test::refusal_of("<薬剤情報>").reason, Reason::not_well_formed);
  EXPECT_EQ(test::refusal_of("<薬剤情報><x>1234-5678-9018</x></薬剤情報>").reason, Reason::personal_number);
  EXPECT_EQ(test::refusal_of("<薬剤情報>\n<x y='123456789018'/></薬剤情報>").line, 2U);
  EXPECT_EQ(test::refusal_of("<!DOCTYPE x><薬剤情報/>").reason, Reason::document_type);
  EXPECT_EQ(test::refusal_of("<薬剤情報>&#x202E;</薬剤情報>").reason, Reason::forbidden_character);
}

}  // namespace
}  // namespace kenkod::parse
