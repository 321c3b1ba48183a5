// Who is linking, what waits for the secret question, and what a worker of the fetcher may say.
#include "fetcher/logins.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include "fetcher/portal_error.hpp"
#include "loop/system_clock.hpp"

namespace kenkod::fetcher {
namespace {

constexpr uid_t kAlice = 1000, kBob = 1001;

class TurnedClock final : public Clock {
 public:
  [[nodiscard]] std::int64_t realtime_us() const override { return now; }
  [[nodiscard]] std::int64_t boottime_us() const override { return now; }
  [[nodiscard]] std::array<std::uint8_t, 16> boot_id() const override { return {}; }
  std::int64_t now = 1'000'000'000;
};

struct LoginsTest : testing::Test {
  TurnedClock clock;
  loop::EventLoop loop{clock};
  Logins logins{loop};

  Login login(std::int64_t seconds) {
    Login made;
    std::array<int, 2> ends{};
    EXPECT_EQ(0, socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()));
    made.channel = std::make_shared<Channel>(loop, Fd(ends[0]));
    worker.reset(ends[1]);
    made.kinds = {Kind::checkup, Kind::expense};
    made.until_us = clock.now + seconds * 1'000'000;
    return made;
  }
  [[nodiscard]] bool worker_was_left() const {
    char byte = 0;
    return recv(worker.get(), &byte, 1, MSG_DONTWAIT) == 0;
  }
  Fd worker;
};

TEST_F(LoginsTest, OneAttemptOfAUserAtATime) {
  const loop::Cancel work;
  {
    const auto attempt = logins.begin(kAlice, work);
    EXPECT_EQ(logins.stage(kAlice), Logins::Stage::logging_in);
    EXPECT_THROW(static_cast<void>(logins.begin(kAlice, work)), Error);
    const auto other = logins.begin(kBob, work);
    attempt->fetching();
    EXPECT_EQ(logins.stage(kAlice), Logins::Stage::fetching);
    EXPECT_EQ(logins.stage(kBob), Logins::Stage::logging_in);
  }
  EXPECT_TRUE(logins.empty());
  EXPECT_EQ(logins.stage(kAlice), Logins::Stage::none);
}

TEST_F(LoginsTest, AWaitingLoginIsTakenOnce) {
  logins.wait_for_question(kAlice, login(600));
  EXPECT_EQ(logins.stage(kAlice), Logins::Stage::waiting);
  EXPECT_FALSE(logins.resume(kBob, {Kind::checkup}));
  EXPECT_TRUE(logins.resume(kAlice, {Kind::checkup}));
  EXPECT_FALSE(logins.resume(kAlice, {Kind::checkup}));
}

TEST_F(LoginsTest, AWaitingLoginIsOnlyForWhatThePersonAgreedTo) {
  logins.wait_for_question(kAlice, login(600));
  EXPECT_FALSE(logins.resume(kAlice, {Kind::checkup, Kind::medication}));
  EXPECT_TRUE(worker_was_left());
}

TEST_F(LoginsTest, AWaitingLoginIsLeftWhenItsTimeIsOver) {
  logins.wait_for_question(kAlice, login(600));
  clock.now += 599'000'000;
  bool left_early = true;
  loop::Timer last;
  // What is due by then runs before.
  const auto almost = loop.after(std::chrono::microseconds(0), [&] {
    left_early = worker_was_left();
    clock.now += 1'000'001;
    last = loop.after(std::chrono::microseconds(0), [this] { loop.quit(0); });
  });
  loop.run();
  EXPECT_FALSE(left_early);
  EXPECT_TRUE(worker_was_left());
  EXPECT_TRUE(logins.empty());
}

TEST_F(LoginsTest, TimeAlreadyOverIsNotGivenAgain) {
  logins.wait_for_question(kAlice, login(0));
  EXPECT_TRUE(logins.empty());
  EXPECT_TRUE(worker_was_left());
}

TEST_F(LoginsTest, EndingAUserEndsBoth) {
  const loop::Cancel work, others;
  const auto attempt = logins.begin(kAlice, work);
  const auto other = logins.begin(kBob, others);
  logins.wait_for_question(kAlice, login(600));
  logins.end_user(kAlice, Error(ErrorCode::ConsentRequired, "Withdrawn."));
  EXPECT_TRUE(work.cancelled());
  EXPECT_FALSE(others.cancelled());
  EXPECT_TRUE(worker_was_left());
  logins.end_all(Error(ErrorCode::Cancelled, "Over."));
  EXPECT_TRUE(others.cancelled());
}

TEST(PortalErrorTest, AWorkerCannotNameOtherErrorsThanThePortals) {
  for (int code = 0; code <= static_cast<int>(ErrorCode::NothingToShow); ++code) {
    const PortalError error({.code = static_cast<ErrorCode>(code), .until = 0});
    EXPECT_TRUE(error.code() == static_cast<ErrorCode>(code) || error.code() == ErrorCode::ProtocolViolation);
  }
  EXPECT_EQ(portal_error(ErrorCode::WrongAnswer).code(), ErrorCode::ProtocolViolation);
  EXPECT_EQ(portal_error(ErrorCode::NotAuthorized).code(), ErrorCode::ProtocolViolation);
}

TEST(PortalErrorTest, TellsTheTimeOnlyWhereItMeansSomething) {
  const PortalError limited({.code = ErrorCode::RateLimited, .until = 1'790'000'000});
  EXPECT_NE(limited.text().find("until=1790000000"), std::string::npos);
  EXPECT_EQ(limited.until(), 1'790'000'000);
  const PortalError tls({.code = ErrorCode::TlsFailure, .until = 1'790'000'000});
  EXPECT_EQ(tls.text().find("until="), std::string::npos);
}

}  // namespace
}  // namespace kenkod::fetcher
