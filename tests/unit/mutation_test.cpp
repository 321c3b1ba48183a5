// Every sample, damaged in every place: cut off, or with one byte changed. Never a crash, never a hang; what
// is not refused differs from the sample at most in the record that holds the changed byte.
#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <optional>
#include <string>
#include <vector>

#include "tests/unit/flipped.hpp"
#include "tests/unit/parse_support.hpp"

namespace kenkod {
namespace {

struct Sample {
  std::string file;
  // Of one record's bytes, both included; a change elsewhere may change several.
  std::string begin, end;
};

void PrintTo(const Sample& sample, std::ostream* out) { *out << sample.file; }

// The records that are not the same from the front nor from the back, of both lists.
template <class Record>
std::size_t changed(const std::vector<Record>& a, const std::vector<Record>& b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  std::size_t front = 0, back = 0;
  while (front < shorter && a[front] == b[front]) ++front;
  while (back < shorter - front && a[a.size() - 1 - back] == b[b.size() - 1 - back]) ++back;
  return std::max(a.size(), b.size()) - front - back;
}

std::size_t changed(const ParsedDocument& a, const ParsedDocument& b) {
  if (a.facts.kind != b.facts.kind) return std::max(a.records(), b.records());
  return changed(a.checkup, b.checkup) + changed(a.medication, b.medication) + changed(a.expense, b.expense);
}

class Mutation : public testing::TestWithParam<Sample> {
 protected:
  void SetUp() override {
    text_ = test::sample(GetParam().file);
    whole_ = test::parsed(text_);
    step_ = test::step_of(text_);
  }

  // Empty when it is refused.
  static std::optional<ParsedDocument> read(std::string_view text) {
    const std::clock_t begin = std::clock();  // of this process: other work on the machine is no hang
    std::optional<ParsedDocument> document;
    try {
      document = test::parsed(text);
    } catch (const parse::Refused&) {
      document.reset();
    }
    EXPECT_LT(std::clock() - begin, CLOCKS_PER_SEC) << "a hang";
    return document;
  }

  std::string text_;
  ParsedDocument whole_;
  std::size_t step_ = 1;
};

TEST_P(Mutation, CutOffAnywhere) {
  for (std::size_t at = 0; at < text_.size(); at += step_) {
    const auto document = read(std::string_view(text_).substr(0, at));
    if (!document) continue;
    EXPECT_LE(document->records(), whole_.records()) << "cut at " << at;
  }
}

TEST_P(Mutation, OneByteChanged) {
  std::vector<bool> inside(text_.size(), false);
  std::size_t records = 0;
  for (std::size_t from = text_.find(GetParam().begin); from != std::string::npos; ++records) {
    const std::size_t last = text_.find(GetParam().end, from);
    ASSERT_NE(last, std::string::npos);
    const std::size_t behind = last + GetParam().end.size();
    std::fill(inside.begin() + static_cast<std::ptrdiff_t>(from),
              inside.begin() + static_cast<std::ptrdiff_t>(behind), true);
    from = text_.find(GetParam().begin, behind);
  }
  ASSERT_GT(records, 0U) << "no record found";

  std::size_t accepted = 0;
  for (std::size_t at = 0; at < text_.size(); at += step_) {
    for (const unsigned flip : {0x01U, 0x20U, 0x80U}) {
      const auto document = read(test::flipped(text_, at, flip));
      if (!document) continue;
      ++accepted;
      if (!inside[at]) continue;
      EXPECT_LE(changed(whole_, *document), 1U) << "byte " << at << " flip " << flip;
    }
  }
  EXPECT_GT(accepted, 0U) << "no change is ever accepted: nothing was compared";
}

std::string name_of(const testing::TestParamInfo<Sample>& sample) {
  std::string name = sample.param.file.substr(0, sample.param.file.find('.'));
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

Sample cda(std::string file) { return {std::move(file), "<entry>", "</entry>"}; }

INSTANTIATE_TEST_SUITE_P(Samples, Mutation,
                         testing::Values(cda("tokutei-2011.xml"), cda("tokutei-2019.xml"),
                                         cda("tokutei-2019-sjis.xml"), cda("tokutei-2024.xml")),
                         name_of);

}  // namespace
}  // namespace kenkod
