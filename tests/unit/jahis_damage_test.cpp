// JAHIS お薬手帳 that are not whole: broken lines, split sets, hostile sizes, damaged bytes.
#include <gtest/gtest.h>

#include <map>

#include "tests/unit/flip_support.hpp"
#include "tests/unit/jahis_support.hpp"

namespace kenkod::parse {
namespace {

using namespace test::jahis;
using test::refusal_of;
using Warnings = std::vector<Warning>;

TEST(Jahis, BrokenLinesSayWhere) {
  const Refusal words = refusal_of(notebook("見本錠,1\n"));
  EXPECT_EQ(words.reason, Reason::bad_line);
  EXPECT_EQ(words.line, 6U);
  EXPECT_EQ(words.column, 1U);
  const Refusal extra = refusal_of(notebook("501,a,1,b\n"));
  EXPECT_EQ(extra.reason, Reason::bad_line) << "a comma too many: nobody knows which field is which";
  EXPECT_EQ(extra.column, 9U);
  EXPECT_EQ(refusal_of(notebook("201,1,,1,錠,1,,1\n")).reason, Reason::bad_line) << "neither name nor code";
  EXPECT_EQ(refusal_of(notebook("201,1,,1,錠,1,,1\n")).column, 7U);
  EXPECT_EQ(refusal_of(notebook("1,別人　太郎,1,19700101\n")).reason, Reason::bad_line) << "two people";
  const Refusal number = refusal_of(notebook(std::string(kDrug).append("501,番号は123456789018です,1\n")));
  EXPECT_EQ(number.reason, Reason::personal_number);
  EXPECT_EQ(number.line, 8U);
  EXPECT_EQ(number.column, 5U);
  EXPECT_EQ(refusal_of(notebook("777,123456789018\n")).reason, Reason::personal_number);
  EXPECT_EQ(read(std::string(kDrug).append("15,薬子,123456789018\n")).medication.size(), 1U) << "a telephone";
  EXPECT_EQ(refusal_of(notebook(fmt::format("501,{},1\n", std::string(4097, 'x')))).reason,
            Reason::text_too_long);
  const auto note = read(fmt::format("{}421,{},1\n", kDrug, std::string(4096, 'x'))).medication.at(0);
  EXPECT_TRUE(note.notes.empty()) << "too long with the words before it";
  EXPECT_EQ(note.warnings, Warnings{Warning::part_not_read});
}

std::string part(std::string_view lines, std::string_view control) {
  return fmt::format("{}{}911,{}\r\n\x1A", kPatient, lines, control);
}

TEST(Jahis, SplitSetsAreJoined) {
  const std::string whole = std::string(kBlock).append(kDrug).append("501,備考,1\n");
  const std::size_t cut = whole.find("301");
  const std::string first = part(whole.substr(0, cut), "12345678901234,2,1");
  const std::string second = part(whole.substr(cut), "12345678901234,2,2");
  const auto expected = test::parsed(notebook(std::string(kDrug).append("501,備考,1\n"))).medication;
  EXPECT_EQ(test::parsed(first + second).medication, expected);
  EXPECT_EQ(test::parsed(second + first).medication, expected) << "in any order";
  EXPECT_EQ(test::parsed(first + second + first).medication, expected) << "a part twice";
  EXPECT_EQ(test::parsed(part(whole, "1,1,1")).medication, expected);
  EXPECT_EQ(refusal_of(first).reason, Reason::split_set);
  EXPECT_EQ(refusal_of(second).reason, Reason::split_set);
  EXPECT_EQ(refusal_of(first).line, 7U);
  EXPECT_EQ(refusal_of(first + part(whole.substr(cut), "12345678901234,3,2")).reason, Reason::split_set);
  EXPECT_EQ(refusal_of(first + part(whole.substr(cut), "99999999999999,2,2")).reason, Reason::split_set);
  EXPECT_EQ(refusal_of(first + second + std::string(kDrug)).reason, Reason::split_set);
  EXPECT_EQ(refusal_of(first + second + part("501,別,1\n", "12345678901234,2,2")).reason, Reason::split_set);
  for (const char* control : {"1,1", "1,x,1", "1,1,0", "1,1,2", ",1,1", "1,-1,1", "1,,"})
    EXPECT_EQ(refusal_of(part(whole, control)).reason, Reason::split_set) << control;
}

TEST(Jahis, HostileSizes) {
  std::string many(notebook(""));
  for (int i = 0; i < 100'001; ++i) many += "201,1,x,1,y,1\n";
  EXPECT_EQ(refusal_of(many).reason, Reason::too_many_observations);
  // One long usage for very many medicines would be copied into each of them.
  std::string copied(notebook(""));
  for (int i = 0; i < 90'000; ++i) copied += "201,1,x,1,y,1\n";
  copied += fmt::format("301,1,{},1,z,1\n", std::string(4000, 'u'));
  EXPECT_EQ(refusal_of(copied).reason, Reason::text_too_long);
  std::string notes(notebook(kDrug));
  for (int i = 0; i < 65; ++i) notes += fmt::format("501,{},1\n", i);
  const auto noted = test::parsed(notes).medication.at(0);
  EXPECT_EQ(noted.notes.size(), 64U);
  EXPECT_EQ(noted.warnings, Warnings{Warning::part_not_read});
  std::string rps(notebook(""));
  for (int i = 0; i < 50'000; ++i) rps += fmt::format("201,{},x,1,y,1\n", i);
  for (int i = 0; i < 50'000; ++i) rps += fmt::format("301,{},u,1,z,1\n", i);
  EXPECT_EQ(test::parsed(rps).medication.size(), 50'000U);
}

// Which records each line of a sample may change: a medicine's own line that one, lines of a block all of it.
struct Lines {
  std::string text;
  std::vector<std::set<std::size_t>> records;

  [[nodiscard]] test::Touched touched(std::size_t at) const {
    const auto line = static_cast<std::size_t>(
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    if (line >= records.size()) return {};
    std::set<std::size_t> all = records[line];
    const bool end = text[at] == '\n' || text[at] == '\r';  // joins this line and the next
    if (end && line + 1 < records.size()) all.insert(records[line + 1].begin(), records[line + 1].end());
    return {all, all.empty() ? 0 : all.size() + 1};
  }
};

TEST(Jahis, AChangedByteChangesOnlyItsRecord) {
  const std::set<std::size_t> a{1, 2, 3, 4, 5}, b{6}, c{7};
  const Lines provider{test::sample("jahis-tc07.csv"),
                       {{}, {}, {0}, {0}, a, a, a, a, a, a, a, a, a, a, a, a, a, a,
                        a,  a,  a,   a,   a, a, a, a, b, b, b, b, c, c, c, c, c, {}}};
  ASSERT_EQ(provider.records.size(), static_cast<std::size_t>(std::ranges::count(provider.text, '\n')));
  test::flip_every_byte(provider.text, [&](std::size_t at) { return provider.touched(at); });
  const std::set<std::size_t> d{3, 4};
  const Lines patient{test::sample("jahis-tc08.txt"),
                      {{}, {}, {0}, {0}, {0}, {1}, {2}, d, d, d, d, d, d, d, d}};
  ASSERT_EQ(patient.records.size(), static_cast<std::size_t>(std::ranges::count(patient.text, '\n')));
  test::flip_every_byte(patient.text, [&](std::size_t at) { return patient.touched(at); });
}

TEST(Jahis, AFieldOfAMedicineChangesOnlyThatMedicine) {
  const std::string text = test::sample("jahis-tc07.csv");
  std::map<std::size_t, std::set<std::size_t>> own;  // offset behind the RP number → record
  std::size_t record = 1;
  for (std::size_t at = text.find("\n201,"); at != std::string::npos;
       at = text.find("\n201,", at + 1), ++record) {
    if (record == 6) ++record;  // the block of notes
    for (std::size_t i = at + 7; text[i] != '\r'; ++i) own[i] = {record};
  }
  EXPECT_EQ(record, 8U);
  const std::vector<MedicationItem> original = test::parsed(text).medication;
  for (const auto& [at, records] : own) {
    const auto now = test::medicines(test::flipped(text, at, 0x01));
    if (!now) continue;
    ASSERT_EQ(now->size(), original.size()) << at;
    for (std::size_t i = 0; i < original.size(); ++i) {
      if (records.contains(i)) continue;
      ASSERT_EQ((*now)[i], original[i]) << at;
    }
  }
}

TEST(Jahis, TruncatedFilesNeverCrash) {
  for (const char* name : {"jahis-tc07.csv", "jahis-tc08.txt"}) {
    const std::string text = test::sample(name);
    const auto whole = *test::medicines(text);
    for (std::size_t size = 0; size < text.size(); ++size) {
      const auto some = test::medicines(text.substr(0, size));
      ASSERT_LE(some ? some->size() : 0, whole.size());
    }
  }
}

}  // namespace
}  // namespace kenkod::parse
