// Table 9.8: what is told to kenkod, what may be repeated and when.
#include <curl/curl.h>
#include <gtest/gtest.h>

#include "error_table.hpp"
#include "retry_after.hpp"

namespace kenkod::fetch {
namespace {

constexpr std::int64_t kNow = 1'800'000'000;

Outcome answered(long status, std::string code = "", std::optional<std::int64_t> retry_after = {},
                 std::int64_t until = 0) {
  Outcome outcome;
  outcome.status = status;
  outcome.code = std::move(code);
  outcome.retry_after = retry_after;
  outcome.until = until;
  outcome.now = kNow;
  return outcome;
}

Outcome broken(int transport, bool interrupted = false) {
  Outcome outcome;
  outcome.transport = transport;
  outcome.interrupted = interrupted;
  return outcome;
}

void expect(const Outcome& outcome, ErrorCode code, Again again = Again::never, std::int64_t until = 0) {
  const auto verdict = judge(outcome);
  ASSERT_TRUE(verdict.has_value());
  EXPECT_EQ(verdict->code, code) << outcome.status << " " << outcome.code << " " << outcome.transport;
  EXPECT_EQ(verdict->again, again) << outcome.status << " " << outcome.code << " " << outcome.transport;
  EXPECT_EQ(verdict->until, until);
}

TEST(ErrorTable, LetsSuccessPass) {
  for (const long status : {200L, 201L, 202L, 204L}) EXPECT_FALSE(judge(answered(status)).has_value());
}

TEST(ErrorTable, RepeatsWhatTheNetworkDoes) {
  for (const int transport : {CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_OPERATION_TIMEDOUT,
                              CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR})
    expect(broken(transport), ErrorCode::Unavailable, Again::backoff);
  for (const long status : {502L, 503L, 504L})
    expect(answered(status), ErrorCode::Unavailable, Again::backoff);
  expect(answered(503, "unavailable"), ErrorCode::Unavailable, Again::backoff);
  expect(answered(500), ErrorCode::Unavailable);
}

TEST(ErrorTable, NeverRepeatsTls) {
  for (const int transport :
       {CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
        CURLE_SSL_CACERT_BADFILE, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_ISSUER_ERROR})
    expect(broken(transport), ErrorCode::TlsFailure);
  // A server that goes away under the handshake says nothing about TLS.
  expect(broken(CURLE_SSL_CONNECT_ERROR, true), ErrorCode::Unavailable, Again::backoff);
}

TEST(ErrorTable, KnowsMaintenanceFromTrouble) {
  expect(answered(503, "maintenance"), ErrorCode::Maintenance);
  expect(answered(503, "maintenance", 600), ErrorCode::Maintenance, Again::never, kNow + 600);
  expect(answered(503, "maintenance", {}, kNow + 50), ErrorCode::Maintenance, Again::never, kNow + 50);
  expect(answered(503, "maintenance", {}, kNow - 50), ErrorCode::Maintenance);
}

TEST(ErrorTable, TellsWhenTheRateAllowsMore) {
  expect(answered(429), ErrorCode::RateLimited, Again::after, 0);
  expect(answered(429, "rate_limited", 30), ErrorCode::RateLimited, Again::after, kNow + 30);
  // Nobody is shut out for longer than 15 minutes; maintenance may take as long as it takes.
  expect(answered(429, "rate_limited", 3600), ErrorCode::RateLimited, Again::after, kNow + 900);
  expect(answered(503, "maintenance", 3600), ErrorCode::Maintenance, Again::never, kNow + 3600);
}

TEST(ErrorTable, SaysWhatThePortalSays) {
  expect(answered(400, "invalid_grant"), ErrorCode::LinkExpired);
  expect(answered(400, "access_denied"), ErrorCode::UserCancelled);
  expect(answered(400, "certificate_revoked"), ErrorCode::CertificateRevoked);
  expect(answered(400, "certificate_expired"), ErrorCode::CertificateExpired);
  expect(answered(403, "registration_required"), ErrorCode::RegistrationRequired);
  expect(answered(403, "insufficient_scope"), ErrorCode::KindNotPermitted);
  expect(answered(401), ErrorCode::LinkExpired, Again::renewed);
  expect(answered(401, "invalid_token"), ErrorCode::LinkExpired, Again::renewed);
  expect(answered(401, "invalid_client"), ErrorCode::ProtocolViolation);
  expect(answered(410, "expired"), ErrorCode::Unavailable, Again::restart);
  expect(answered(404), ErrorCode::NotSupported);
  expect(answered(418, "teapot"), ErrorCode::ProtocolViolation);
}

TEST(ErrorTable, FollowsNothing) {
  for (const long status : {100L, 206L, 301L, 302L, 303L, 307L, 308L, 999L})
    expect(answered(status), ErrorCode::ProtocolViolation);
}

TEST(ErrorTable, TakesTooMuchForAViolation) {
  Outcome outcome = broken(CURLE_WRITE_ERROR);
  outcome.too_large = true;
  expect(outcome, ErrorCode::ProtocolViolation);
}

TEST(Backoff, DoublesToSixteenSeconds) {
  const std::array<std::int64_t, 6> middle{1000, 2000, 4000, 8000, 16000, 16000};
  for (std::uint32_t i = 0; i < middle.size(); ++i) {
    EXPECT_EQ(backoff_ms(i + 1, 0.5), middle.at(i));
    EXPECT_EQ(backoff_ms(i + 1, 0), middle.at(i) * 8 / 10);
    EXPECT_EQ(backoff_ms(i + 1, 1), middle.at(i) * 12 / 10);
  }
  EXPECT_EQ(backoff_ms(0, 7), 1200);
  EXPECT_EQ(backoff_ms(UINT32_MAX, -7), 12800);
}

TEST(RetryAfter, IsSecondsOrADate) {
  EXPECT_EQ(retry_after("0", kNow), 0);
  EXPECT_EQ(retry_after("30", kNow), 30);
  EXPECT_EQ(retry_after("901", kNow), 901);
  EXPECT_EQ(retry_after("99999999999999999999999999", kNow), kMaxRetryAfter);
  EXPECT_EQ(retry_after("Fri, 15 Jan 2027 08:00:30 GMT", kNow), 30);
  EXPECT_EQ(retry_after("Friday, 15-Jan-27 08:00:30 GMT", kNow), 30);
  EXPECT_EQ(retry_after("Fri Jan 15 08:00:30 2027", kNow), 30);
  EXPECT_EQ(retry_after("Fri, 15 Jan 2027 07:00:00 GMT", kNow), 0);
  EXPECT_EQ(retry_after("Fri, 15 Jan 2100 07:00:00 GMT", kNow), kMaxRetryAfter);
  for (const char* odd : {"", "-1", "+5", "1.5", "5s", "soon", "Fri, 99 Jan 2027 08:00:30 GMT"})
    EXPECT_EQ(retry_after(odd, kNow), std::nullopt) << odd;
  EXPECT_EQ(retry_after(std::string(1000, '1'), kNow), std::nullopt);
}

}  // namespace
}  // namespace kenkod::fetch
