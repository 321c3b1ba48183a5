// Calls that never return: whoever waits goes on, and no more threads hang than allowed.
#include <gtest/gtest.h>
#include <sys/eventfd.h>

#include <atomic>
#include <future>

#include "card/call_thread.hpp"
#include "card/reader.hpp"
#include "card_support.hpp"

namespace kenkod::card {
namespace {

using namespace std::chrono_literals;
const Error kLate(ErrorCode::CardSilent, "late");

// A call that hangs until it is let go.
class Hang {
 public:
  auto call() {
    return [this] {
      gate_.wait();
      return 0;
    };
  }
  void let_go() { promise_.set_value(); }

 private:
  std::promise<void> promise_;
  std::shared_future<void> gate_{promise_.get_future().share()};
};

struct Cleaned {
  std::promise<void> done;
  std::function<void()> act() {
    return [this] { done.set_value(); };
  }
  void wait() { ASSERT_EQ(done.get_future().wait_for(60s), std::future_status::ready); }
};

TEST(CallThread, GivesTheResultAndCleansUp) {
  const auto abandoned = std::make_shared<Abandoned>();
  Cleaned cleaned;
  {
    CallThread thread(abandoned, cleaned.act());
    EXPECT_EQ(thread.run(60s, -1, kLate, [] { return 7; }), 7);
    EXPECT_EQ(thread.run(60s, -1, kLate, [] { return std::string("eight"); }), "eight");
    EXPECT_EQ(
        code_of([&] { thread.run(60s, -1, kLate, []() -> int { throw Error(ErrorCode::NoCard, ""); }); }),
        ErrorCode::NoCard);
  }
  cleaned.wait();
  EXPECT_EQ(abandoned->count(), 0);
}

TEST(CallThread, LeavesAThreadThatHangsBehind) {
  const auto abandoned = std::make_shared<Abandoned>();
  Hang hang;
  Cleaned cleaned;
  {
    CallThread thread(abandoned, cleaned.act());
    EXPECT_EQ(code_of([&] { thread.run(1ms, -1, kLate, hang.call()); }), ErrorCode::CardSilent);
    EXPECT_TRUE(thread.lost());
    EXPECT_EQ(code_of([&] { thread.run(60s, -1, kLate, [] { return 0; }); }), ErrorCode::CardSilent);
    EXPECT_EQ(abandoned->count(), 1);
  }
  hang.let_go();
  cleaned.wait();  // it gives back what it held, all by itself
}

TEST(CallThread, FourAtMost) {
  const auto abandoned = std::make_shared<Abandoned>();
  std::array<Hang, Abandoned::kMost> hangs;
  std::array<Cleaned, Abandoned::kMost> cleaned;
  for (std::size_t i = 0; i < hangs.size(); ++i) {
    CallThread thread(abandoned, cleaned[i].act());
    EXPECT_EQ(code_of([&] { thread.run(1ms, -1, kLate, hangs[i].call()); }), ErrorCode::CardSilent);
  }
  EXPECT_EQ(code_of([&] { CallThread(abandoned, [] {}); }), ErrorCode::CardSilent);
  hangs[0].let_go();
  cleaned[0].wait();
  while (abandoned->count() == Abandoned::kMost) std::this_thread::yield();
  CallThread again(abandoned, [] {});
  EXPECT_EQ(again.run(60s, -1, kLate, [] { return 1; }), 1);
  for (std::size_t i = 1; i < hangs.size(); ++i) {
    hangs[i].let_go();
    cleaned[i].wait();
  }
}

TEST(CallThread, StopsAtOnce) {
  const auto abandoned = std::make_shared<Abandoned>();
  const Fd stop(eventfd(1, EFD_CLOEXEC));
  Hang hang;
  Cleaned cleaned;
  {
    CallThread thread(abandoned, cleaned.act());
    EXPECT_EQ(code_of([&] { thread.run(60s, stop.get(), kLate, hang.call()); }), ErrorCode::Cancelled);
  }
  hang.let_go();
  cleaned.wait();
}

TEST(CallThread, ACallThatCanBeEndedIsNotLeftBehind) {
  const auto abandoned = std::make_shared<Abandoned>();
  const Fd stop(eventfd(1, EFD_CLOEXEC));
  Hang hang;
  CallThread thread(abandoned, [] {});
  EXPECT_EQ(code_of([&] { thread.run(60s, stop.get(), kLate, hang.call(), [&] { hang.let_go(); }); }),
            ErrorCode::Cancelled);
  EXPECT_FALSE(thread.lost());
  EXPECT_EQ(thread.run(60s, -1, kLate, [] { return 2; }), 2);
}

// What a hanging call holds lives until it returns, and no longer.
TEST(CallThread, AHangingCallKeepsWhatItHolds) {
  const auto abandoned = std::make_shared<Abandoned>();
  Hang hang;
  Cleaned cleaned;
  std::weak_ptr<int> watched;
  {
    auto held = std::make_shared<int>(1);
    watched = held;
    CallThread thread(abandoned, cleaned.act());
    EXPECT_EQ(code_of([&] {
                thread.run(1ms, -1, kLate, [held = std::move(held), call = hang.call()] { return call(); });
              }),
              ErrorCode::CardSilent);
  }
  EXPECT_FALSE(watched.expired());
  hang.let_go();
  cleaned.wait();
  EXPECT_TRUE(watched.expired());
}

TEST(ReaderState, AsPcscPutsIt) {
  const auto state = [](DWORD flags) { return reader_of("r", flags).state; };
  EXPECT_EQ(state(SCARD_STATE_EMPTY), ReaderState::empty);
  EXPECT_EQ(state(SCARD_STATE_PRESENT), ReaderState::card);
  EXPECT_EQ(state(SCARD_STATE_PRESENT | SCARD_STATE_INUSE), ReaderState::card);
  EXPECT_EQ(state(SCARD_STATE_PRESENT | SCARD_STATE_INUSE | SCARD_STATE_EXCLUSIVE), ReaderState::in_use);
  EXPECT_EQ(state(SCARD_STATE_PRESENT | SCARD_STATE_MUTE), ReaderState::silent);
  EXPECT_EQ(state(SCARD_STATE_UNAVAILABLE), ReaderState::fault);
  // A reader that is pulled out while somebody waits for its card.
  EXPECT_EQ(state(SCARD_STATE_UNKNOWN | SCARD_STATE_UNAVAILABLE | SCARD_STATE_CHANGED), ReaderState::fault);
  EXPECT_TRUE(reader_of("r", SCARD_STATE_PRESENT | SCARD_STATE_INUSE).others);
  EXPECT_EQ(reader_of("r", 0x00030020).insertion, 3);
}

}  // namespace
}  // namespace kenkod::card
