// The decoder against a child that lies: every count, length, order and enumeration.
#include "common/frames.hpp"

#include <gtest/gtest.h>

#include "common/error.hpp"
#include "tests/unit/parse_support.hpp"

namespace kenkod {
namespace {

using Bytes = std::vector<std::uint8_t>;

struct Read {
  ParsedDocument parsed;
  bool complete = false;
};

Read read(const Bytes& bytes, std::size_t piece = 1U << 20) {
  Read result;
  FrameReader::Handler handler;
  handler.facts = [&](DocumentFacts&& facts) { result.parsed.facts = std::move(facts); };
  handler.item = [&](CheckupItem&& item) { result.parsed.checkup.push_back(std::move(item)); };
  handler.refusal = [](const RefusalFrame&) {};
  FrameReader reader(std::move(handler));
  for (std::size_t at = 0; at < bytes.size(); at += piece)
    reader.feed(std::span(bytes).subspan(at, std::min(piece, bytes.size() - at)));
  result.complete = reader.complete();
  return result;
}

bool refused(const Bytes& bytes) {
  try {
    (void)read(bytes);
  } catch (const Error& error) {
    return error.code() == ErrorCode::BadDocument;
  }
  return false;
}

ParsedDocument rich() { return test::parsed(test::sample("tokutei-2024.xml")); }

Bytes encoded(const ParsedDocument& parsed) {
  Bytes out;
  FrameWriter writer(out);
  writer.facts(parsed.facts);
  for (const CheckupItem& item : parsed.checkup) writer.item(item);
  writer.end();
  return out;
}

TEST(Frames, CarryEveryFieldInAnyPieces) {
  ParsedDocument parsed = rich();
  parsed.facts.warnings = {Warning::schema_order};
  parsed.checkup[0].warnings = {Warning::unit_spelling, Warning::outside_format};
  const Bytes bytes = encoded(parsed);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, bytes.size()}) {
    const Read back = read(bytes, piece);
    EXPECT_TRUE(back.complete);
    EXPECT_EQ(back.parsed, parsed);
  }
}

TEST(Frames, ACutOffAnswerIsNotComplete) {
  const Bytes bytes = encoded(rich());
  for (const std::size_t size : {std::size_t{0}, std::size_t{3}, bytes.size() / 2, bytes.size() - 1})
    EXPECT_FALSE(read({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)}).complete);
}

TEST(Frames, OverlongFrameIsRefusedBeforeItIsStored) {
  EXPECT_TRUE(refused({1, 0xFF, 0xFF, 0xFF, 0xFF}));
  EXPECT_TRUE(refused({4, 0x41, 0x00, 0xA0, 0x00}));  // one byte above the largest
}

TEST(Frames, OrderAndCountsAreChecked) {
  const ParsedDocument parsed = rich();
  Bytes item_first;
  FrameWriter(item_first).item(parsed.checkup[0]);
  EXPECT_TRUE(refused(item_first));

  Bytes two_facts;
  FrameWriter twice(two_facts);
  twice.facts(parsed.facts);
  twice.facts(parsed.facts);
  EXPECT_TRUE(refused(two_facts));

  Bytes after_end = encoded(parsed);
  FrameWriter(after_end).item(parsed.checkup[0]);
  EXPECT_TRUE(refused(after_end));

  EXPECT_TRUE(refused({5, 4, 0, 0, 0, 1, 0, 0, 0})) << "end claims one frame";
  EXPECT_TRUE(refused({9, 0, 0, 0, 0})) << "unknown type";
  EXPECT_TRUE(refused({4, 10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 65})) << "exported document in a parse";
  EXPECT_TRUE(refused({3, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0})) << "short refusal";
}

TEST(Frames, EnumerationsAndLengthsAreChecked) {
  ParsedDocument parsed = rich();
  parsed.checkup.resize(1);
  parsed.checkup[0].absence = static_cast<Absence>(7);
  EXPECT_TRUE(refused(encoded(parsed)));
  parsed = rich();
  parsed.checkup[0].warnings = {static_cast<Warning>(200)};
  EXPECT_TRUE(refused(encoded(parsed)));
  parsed = rich();
  parsed.checkup[0].name = std::string(5'000, 'x');
  EXPECT_TRUE(refused(encoded(parsed)));
}

TEST(Frames, AnyFlippedByteIsRefusedOrDecodedNeverWorse) {
  ParsedDocument parsed = rich();
  parsed.checkup.resize(2);
  const Bytes bytes = encoded(parsed);
  std::size_t refusals = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at)
    for (const unsigned flip : {0x01U, 0x80U, 0xFFU}) {
      Bytes broken = bytes;
      broken[at] = static_cast<std::uint8_t>(broken[at] ^ flip);
      refusals += refused(broken) ? 1 : 0;
    }
  EXPECT_GT(refusals, 0U);
}

TEST(Frames, TooManyItemsAreRefused) {
  Bytes one;
  FrameWriter(one).item(CheckupItem{});
  Bytes bytes;
  FrameWriter(bytes).facts(rich().facts);
  for (std::size_t i = 0; i <= 100'000; ++i) bytes.insert(bytes.end(), one.begin(), one.end());
  EXPECT_TRUE(refused(bytes));
}

}  // namespace
}  // namespace kenkod
