// What a card signs to log in, against another program's reading of it: OpenSSL verifies, and the flow tests
// have PyJWT read it.
#include "jobs/link_assertion.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include <nlohmann/json.hpp>
#include <set>

#include "card_support.hpp"

namespace kenkod::jobs {
namespace {

PortalConfiguration portal() {
  PortalConfiguration portal;
  portal.id = "simulator";
  portal.issuer = "https://portal.example";
  portal.client_id = "kenkod-test";
  portal.token_endpoint = "https://portal.example/token";
  return portal;
}

const card::Certificate& certificate() {
  static const card::Certificate kCertificate(card::sim_files().auth_certificate({}, false));
  return kCertificate;
}

std::string decoded(std::string_view text) {
  std::string out(text.size(), '\0');
  std::size_t size = 0;
  EXPECT_EQ(
      0, sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(),
                           nullptr, &size, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING));
  out.resize(size);
  return out;
}

struct Parts {
  nlohmann::json header, claims;
};
Parts parts_of(const std::string& input) {
  const auto dot = input.find('.');
  EXPECT_EQ(input.find('.', dot + 1), std::string::npos);
  return {nlohmann::json::parse(decoded(std::string_view(input).substr(0, dot))),
          nlohmann::json::parse(decoded(std::string_view(input).substr(dot + 1)))};
}

const Assertion kAssertion{.kinds = {Kind::checkup, Kind::expense},
                           .consent = "1",
                           .nonce = "abc-DEF_1",
                           .issued_at = 1'790'000'000};

TEST(LinkAssertion, SaysWhoForWhatAndForHowLong) {
  const auto [header, claims] = parts_of(signing_input(portal(), kAssertion, certificate()));
  EXPECT_EQ(header.at("alg"), "RS256");
  EXPECT_EQ(header.at("typ"), "JWT");
  ASSERT_EQ(header.at("x5c").size(), 1u);
  EXPECT_EQ(claims.at("iss"), "kenkod-test");
  EXPECT_EQ(claims.at("sub"), "urn:x5t-s256:" + header.at("x5t#S256").get<std::string>());
  EXPECT_EQ(claims.at("aud"), "https://portal.example/token");
  EXPECT_EQ(claims.at("iat"), 1'790'000'000);
  EXPECT_EQ(claims.at("nbf"), 1'790'000'000);
  EXPECT_EQ(claims.at("exp"), 1'790'000'120);
  EXPECT_EQ(claims.at("nonce"), "abc-DEF_1");
  EXPECT_EQ(claims.at("kinds"), (nlohmann::json{"checkup", "expense"}));
  EXPECT_EQ(claims.at("consent"), "1");
  EXPECT_EQ(claims.size(), 10u);
}

TEST(LinkAssertion, CarriesTheWholeCertificateAndNothingElseOfTheCard) {
  const auto header = parts_of(signing_input(portal(), kAssertion, certificate())).header;
  const auto text = header.at("x5c").at(0).get<std::string>();
  card::Bytes der(text.size());
  std::size_t size = 0;
  ASSERT_EQ(0, sodium_base642bin(der.data(), der.size(), text.data(), text.size(), nullptr, &size, nullptr,
                                 sodium_base64_VARIANT_ORIGINAL));
  der.resize(size);
  EXPECT_EQ(der, certificate().der());
  EXPECT_EQ(header.size(), 4u);
}

TEST(LinkAssertion, IsAnotherOneEachTime) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const auto jti =
        parts_of(signing_input(portal(), kAssertion, certificate())).claims.at("jti").get<std::string>();
    EXPECT_EQ(decoded(jti).size(), 16u);
    seen.insert(jti);
  }
  EXPECT_EQ(seen.size(), 100u);
}

TEST(LinkAssertion, AppendsTheSignature) {
  const card::Bytes signature{0xFB, 0xFF, 0x00};
  EXPECT_EQ(signed_jwt("a.b", signature).text(), "a.b.-_8A");
}

}  // namespace
}  // namespace kenkod::jobs
