// Commands as bytes, and the ways in which a card hands over its answer.
#include <gtest/gtest.h>

#include <deque>

#include "card_support.hpp"

namespace kenkod::card {
namespace {

Bytes bytes_of(const SecretBuffer& buffer) { return {buffer.bytes().begin(), buffer.bytes().end()}; }

// Plays back answers and remembers what was sent.
class Script final : public Channel {
 public:
  explicit Script(std::deque<Bytes> script) : answers(std::move(script)) {}
  Bytes transmit(std::shared_ptr<const SecretBuffer> command, std::chrono::milliseconds /*limit*/) override {
    sent.push_back(bytes_of(*command));
    if (answers.empty()) throw Error(ErrorCode::CardSilent, "the script is over");
    auto answer = answers.front();
    answers.pop_front();
    return answer;
  }
  std::deque<Bytes> answers;
  std::vector<Bytes> sent;
};

constexpr auto kLimit = std::chrono::seconds(1);
const Command kRead{.cla = 0x00, .ins = 0xB0, .le = 256};

TEST(Apdu, FourCasesOfIso7816) {
  const Bytes data{1, 2, 3};
  EXPECT_EQ(bytes_of(encode({.cla = 0, .ins = 0x20, .p1 = 0, .p2 = 0x80})), (Bytes{0, 0x20, 0, 0x80}));
  EXPECT_EQ(bytes_of(encode({.ins = 0xB0, .p1 = 1, .p2 = 2, .le = 256})), (Bytes{0, 0xB0, 1, 2, 0}));
  EXPECT_EQ(bytes_of(encode({.ins = 0xB0, .le = 32})), (Bytes{0, 0xB0, 0, 0, 32}));
  EXPECT_EQ(bytes_of(encode({.ins = 0xA4, .data = data})), (Bytes{0, 0xA4, 0, 0, 3, 1, 2, 3}));
  EXPECT_EQ(bytes_of(encode({.cla = 0x80, .ins = 0x2A, .data = data, .le = 256})),
            (Bytes{0x80, 0x2A, 0, 0, 3, 1, 2, 3, 0}));
}

TEST(Apdu, NothingLongerThanAShortOne) {
  const Bytes data(256);
  EXPECT_EQ(code_of([&] { (void)encode({.data = data}); }), ErrorCode::Failed);
  EXPECT_EQ(code_of([&] { (void)encode({.le = 257}); }), ErrorCode::Failed);
  EXPECT_EQ(code_of([&] { (void)encode({.le = 0}); }), ErrorCode::Failed);
}

TEST(Apdu, AsksForWhatTheCardHolds) {
  Script card({{0x61, 0x02}, {7, 8, 0x61, 0x01}, {9, 0x90, 0x00}});
  const auto answer = exchange(card, kRead, kLimit);
  EXPECT_TRUE(answer.ok());
  EXPECT_EQ(answer.data, (Bytes{7, 8, 9}));
  EXPECT_EQ(card.sent[1], (Bytes{0, 0xC0, 0, 0, 2}));
  EXPECT_EQ(card.sent[2], (Bytes{0, 0xC0, 0, 0, 1}));
}

TEST(Apdu, AsksAgainWithTheCardsLength) {
  Script card({{0x6C, 0x05}, {1, 2, 3, 4, 5, 0x90, 0x00}});
  EXPECT_EQ(exchange(card, kRead, kLimit).data.size(), 5u);
  EXPECT_EQ(card.sent[1], (Bytes{0, 0xB0, 0, 0, 5}));
  Script whole({{0x6C, 0x00}, {0x90, 0x00}});
  EXPECT_TRUE(exchange(whole, kRead, kLimit).ok());
  EXPECT_EQ(whole.sent[1].back(), 0);  // 256
}

TEST(Apdu, NeverRepeatsACommandWithoutAnswer) {
  const Bytes pin{'1', '2', '3', '4'};
  Script card({{0x6C, 0x04}, {0x90, 0x00}});
  EXPECT_EQ(exchange(card, {.ins = 0x20, .p2 = 0x80, .data = pin}, kLimit).sw, 0x6C04);
  EXPECT_EQ(card.sent.size(), 1u);
}

TEST(Apdu, AnAnswerHasAnEnd) {
  Script none(std::deque<Bytes>{Bytes{}});
  EXPECT_EQ(code_of([&] { (void)exchange(none, kRead, kLimit); }), ErrorCode::CardSilent);
  Script short_one(std::deque<Bytes>{Bytes{0x90}});
  EXPECT_EQ(code_of([&] { (void)exchange(short_one, kRead, kLimit); }), ErrorCode::CardSilent);
  Script endless(std::deque<Bytes>(100, Bytes{1, 0x61, 0x00}));
  EXPECT_EQ(code_of([&] { (void)exchange(endless, kRead, kLimit); }), ErrorCode::CardSilent);
  EXPECT_LT(endless.sent.size(), 64u);
}

}  // namespace
}  // namespace kenkod::card
