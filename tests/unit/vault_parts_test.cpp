// Small parts of the vault: waiting times, recovery keys, sealed streams.
#include "vault/recovery_key.hpp"
#include "vault/tries.hpp"
#include "vault_support.hpp"

namespace kenkod::vault {
namespace {

Tries failed(std::uint32_t times, const Clock& clock) {
  Tries tries;
  tries.failures = times - 1;
  return one_more(tries, clock);
}

TEST(Tries, WaitLongerAndLonger) {
  TestClock clock;
  const std::vector<std::pair<std::uint32_t, std::uint32_t>> expected{
      {1, 0},     {4, 0},     {5, 30},     {6, 60},     {7, 120},    {8, 240},      {11, 1920},
      {12, 3600}, {19, 3600}, {20, 86400}, {21, 86400}, {98, 86400}, {99, kForever}};
  for (const auto& [times, seconds] : expected)
    EXPECT_EQ(wait_seconds(failed(times, clock), clock), seconds) << times;
  EXPECT_EQ(wait_seconds({}, clock), 0U);
}

TEST(Tries, WaitByTheTimeSinceBootNotByTheClock) {
  TestClock clock;
  const auto tries = failed(20, clock);
  clock.realtime += 400LL * 86'400 * 1'000'000;  // set forward
  EXPECT_EQ(wait_seconds(tries, clock), 86400U);
  clock.realtime = 0;  // set back
  EXPECT_EQ(wait_seconds(tries, clock), 86400U);
  clock.advance_seconds(86'399);
  EXPECT_EQ(wait_seconds(tries, clock), 1U);
  clock.advance_seconds(1);
  EXPECT_EQ(wait_seconds(tries, clock), 0U);
}

TEST(Tries, WaitAcrossARestart) {
  TestClock clock;
  const auto tries = failed(20, clock);
  clock.reboot();
  clock.realtime += 3'600'000'000;
  EXPECT_EQ(wait_seconds(tries, clock), 86400U - 3600U);
  clock.realtime = 0;  // set back: only this boot counts
  EXPECT_EQ(wait_seconds(tries, clock), 86400U - 10U);
  clock.realtime = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(wait_seconds(tries, clock), 86400U - 10U);
  clock.boottime = 86'400'000'000;
  EXPECT_EQ(wait_seconds(tries, clock), 0U);
}

TEST(RecoveryKey, IsReadHoweverItIsTyped) {
  for (int round = 0; round < 200; ++round) {
    const auto made = new_recovery_key();
    ASSERT_EQ(made.printed.size(), 34U);
    EXPECT_EQ(parse_recovery_key(made.printed).text(), made.key.text());
    std::string typed;
    for (const char c : made.printed.text()) {
      if (c == '-') continue;
      typed += c == '0' ? 'o' : c == '1' ? (round % 2 ? 'l' : 'I') : static_cast<char>(std::tolower(c));
      if (typed.size() % 5 == 0) typed += ' ';
    }
    EXPECT_EQ(parse_recovery_key(secret(typed)).text(), made.key.text()) << typed;
  }
}

TEST(RecoveryKey, FindsTypingMistakes) {
  const auto made = new_recovery_key();
  const std::string good(made.printed.text());
  for (std::size_t at = 0; at + 1 < good.size(); ++at) {
    auto bad = good;
    bad[at] = bad[at] == 'A' ? 'B' : 'A';
    if (good[at] == '-') bad = good + "A";
    EXPECT_ERROR(parse_recovery_key(secret(bad)), "InvalidArgument");
    if (good[at] == '-' || good[at + 1] == '-' || good[at] == good[at + 1]) continue;
    bad = good;
    std::swap(bad[at], bad[at + 1]);
    EXPECT_ERROR(parse_recovery_key(secret(bad)), "InvalidArgument");
  }
  for (const auto& bad :
       {std::string(), good.substr(1), good + good, std::string(28, '\xff'), std::string(28, '*')})
    EXPECT_ERROR(parse_recovery_key(secret(bad)), "InvalidArgument");
}

}  // namespace
}  // namespace kenkod::vault
