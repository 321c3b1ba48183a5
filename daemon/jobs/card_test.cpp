#include "jobs/card_test.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <ctime>

namespace kenkod::jobs {
namespace {

// Begins like nothing that anybody asks a card to sign in earnest: no token, no form, no hash.
std::string test_text(std::int64_t now_us) {
  std::array<std::uint8_t, 16> random{};
  randombytes_buf(random.data(), random.size());
  std::array<char, 2 * random.size() + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), random.data(), random.size());
  const std::time_t now = now_us / 1'000'000;
  return fmt::format("kenkod: test of a card. This is not a log-in.\n{:%Y-%m-%dT%H:%M:%SZ}\n{}\n",
                     fmt::gmtime(now), hex.data());
}

}  // namespace

loop::Task<CardSignature> test_card(Services& services, Call call, std::string reader) {
  CardSigning signing{.act = "test-card", .reader = std::move(reader)};
  signing.text = [now = services.loop.clock().realtime_us()](const card::Certificate&) {
    return test_text(now);
  };
  auto signature = co_await sign_with_card(services, call, std::move(signing));
  co_return signature;
}

}  // namespace kenkod::jobs
