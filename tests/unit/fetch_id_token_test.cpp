// Keys of the portal and the ID tokens they sign: real signatures, and every way in which a token can be
// wrong.
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include <array>

#include "client_assertion.hpp"
#include "common/base64.hpp"
#include "id_token.hpp"
#include "json.hpp"
#include "tests/unit/fetch_support.hpp"

namespace kenkod::fetch {
namespace {

constexpr std::int64_t kNow = 1'800'000'000;
constexpr std::string_view kIssuer = "https://portal.example", kClient = "kenkod-test",
                           kNonce = "n-0123456789";

std::string number(EVP_PKEY* key, const char* name) {
  BIGNUM* value = nullptr;
  EXPECT_EQ(EVP_PKEY_get_bn_param(key, name, &value), 1);
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(BN_num_bytes(value)));
  BN_bn2bin(value, bytes.data());
  BN_free(value);
  return base64url(bytes);
}

std::string coordinate(EVP_PKEY* key, const char* name) {
  BIGNUM* value = nullptr;
  EXPECT_EQ(EVP_PKEY_get_bn_param(key, name, &value), 1);
  std::array<std::uint8_t, 32> bytes{};
  BN_bn2binpad(value, bytes.data(), bytes.size());
  BN_free(value);
  return base64url(bytes);
}

// A key of the portal, by which tokens are signed as it would.
struct Signer {
  KeyPointer key;
  Json jwk;

  static Signer rsa(const std::string& kid, unsigned bits = 2048) {
    Signer made{KeyPointer(EVP_RSA_gen(bits)), {}};
    made.jwk = {{"kty", "RSA"},
                {"kid", kid},
                {"use", "sig"},
                {"alg", "RS256"},
                {"n", number(made.key.get(), OSSL_PKEY_PARAM_RSA_N)},
                {"e", number(made.key.get(), OSSL_PKEY_PARAM_RSA_E)}};
    return made;
  }
  static Signer ec(const std::string& kid, const char* curve = "P-256") {
    Signer made{KeyPointer(EVP_EC_gen(curve)), {}};
    made.jwk = {{"kty", "EC"},
                {"kid", kid},
                {"crv", curve},
                {"x", coordinate(made.key.get(), OSSL_PKEY_PARAM_EC_PUB_X)},
                {"y", coordinate(made.key.get(), OSSL_PKEY_PARAM_EC_PUB_Y)}};
    return made;
  }
  [[nodiscard]] std::string sign(const Json& header, const Json& claims) const {
    const auto text = base64url(bytes_of(header.dump())) + "." + base64url(bytes_of(claims.dump()));
    const DigestContext context(EVP_MD_CTX_new());
    std::vector<std::uint8_t> signature(1024);
    std::size_t size = signature.size();
    EXPECT_EQ(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()), 1);
    EXPECT_EQ(EVP_DigestSign(context.get(), signature.data(), &size,
                             reinterpret_cast<const unsigned char*>(text.data()), text.size()),
              1);
    signature.resize(size);
    if (EVP_PKEY_is_a(key.get(), "EC") == 1) {
      const unsigned char* at = signature.data();
      const EcSignature pair(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)));
      signature.assign(64, 0);
      BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), signature.data(), 32);
      BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), signature.data() + 32, 32);
    }
    return text + "." + base64url(signature);
  }
};

const Signer& rsa() {
  static const Signer made = Signer::rsa("k-rsa");
  return made;
}
const Signer& ec() {
  static const Signer made = Signer::ec("k-ec");
  return made;
}

Jwks keys(const std::vector<Json>& all) { return Jwks::parse(bytes_of(Json{{"keys", all}}.dump())); }

Json claims(const Json& changed = Json::object()) {
  Json made{{"iss", kIssuer}, {"sub", "person-1"}, {"aud", kClient},   {"exp", kNow + 300},
            {"iat", kNow},    {"nonce", kNonce},   {"auth_time", kNow}};
  made.update(changed);
  return made;
}

std::string subject(const std::string& token, std::string_view nonce = kNonce) {
  const auto jwks = keys({rsa().jwk, ec().jwk});
  const auto parsed = IdToken::parse(token);
  const auto* key = jwks.find(parsed.kid());
  if (key == nullptr) violation();
  return parsed.subject(*key, {kIssuer, kClient, nonce, kNow});
}
std::string signed_token(const Json& changed = Json::object()) {
  return rsa().sign({{"alg", "RS256"}, {"kid", "k-rsa"}}, claims(changed));
}
bool refused(const Json& changed) {
  return violates([&] { (void)subject(signed_token(changed)); });
}

TEST(IdToken, TellsTheSubject) {
  EXPECT_EQ(subject(signed_token()), "person-1");
  EXPECT_EQ(subject(ec().sign({{"alg", "ES256"}, {"kid", "k-ec"}}, claims())), "person-1");
  EXPECT_EQ(subject(signed_token({{"aud", Json::array({kClient})}})), "person-1");
  EXPECT_EQ(subject(signed_token({{"aud", Json::array({"other", kClient})}, {"azp", kClient}})), "person-1");
  EXPECT_EQ(subject(signed_token({{"iat", kNow + 60}})), "person-1");
  EXPECT_EQ(subject(signed_token({{"exp", kNow - 59}})), "person-1");
  auto without = claims();
  without.erase("nonce");
  EXPECT_EQ(subject(rsa().sign({{"alg", "RS256"}, {"kid", "k-rsa"}}, without), ""), "person-1");
}

TEST(IdToken, MustHaveEveryClaimRight) {
  EXPECT_TRUE(refused({{"iss", "https://portal.example/"}}));
  EXPECT_TRUE(refused({{"aud", "other"}}));
  EXPECT_TRUE(refused({{"aud", Json::array()}}));
  EXPECT_TRUE(refused({{"aud", Json::array({"other"})}}));
  EXPECT_TRUE(refused({{"aud", Json::array({"other", kClient})}}));  // for whom was it made?
  EXPECT_TRUE(refused({{"aud", 1}}));
  EXPECT_TRUE(refused({{"azp", "other"}}));
  EXPECT_TRUE(refused({{"exp", kNow - 60}}));
  EXPECT_TRUE(refused({{"exp", "tomorrow"}}));
  EXPECT_TRUE(refused({{"exp", 1.8e9}}));
  EXPECT_TRUE(refused({{"exp", 18446744073709551615ULL}}));
  EXPECT_TRUE(refused({{"iat", kNow + 61}}));
  EXPECT_TRUE(refused({{"nbf", kNow + 61}}));
  EXPECT_TRUE(refused({{"nonce", "another"}}));
  EXPECT_TRUE(refused({{"sub", ""}}));
  EXPECT_TRUE(refused({{"sub", std::string(256, 's')}}));
  EXPECT_TRUE(refused({{"sub", "山"}}));
  EXPECT_TRUE(refused({{"sub", "a\nb"}}));
  for (const char* name : {"iss", "sub", "aud", "exp", "iat", "nonce"}) {
    EXPECT_TRUE(refused({{name, nullptr}})) << name;
    auto without = claims();
    without.erase(name);
    EXPECT_TRUE(violates([&] { (void)subject(rsa().sign({{"alg", "RS256"}, {"kid", "k-rsa"}}, without)); }))
        << name;
  }
}

TEST(IdToken, MustBeSignedAsItSays) {
  const auto with_header = [](const Json& header) {
    return violates([&] { (void)subject(rsa().sign(header, claims())); });
  };
  EXPECT_FALSE(with_header({{"alg", "RS256"}, {"kid", "k-rsa"}}));
  for (const char* algorithm : {"none", "None", "HS256", "RS512", "PS256", "ES384", ""})
    EXPECT_TRUE(with_header({{"alg", algorithm}, {"kid", "k-rsa"}})) << algorithm;
  EXPECT_TRUE(with_header({{"alg", "ES256"}, {"kid", "k-rsa"}}));
  EXPECT_TRUE(with_header({{"alg", "RS256"}, {"kid", "k-ec"}}));
  EXPECT_TRUE(with_header({{"alg", "RS256"}, {"kid", "unknown"}}));
  EXPECT_TRUE(with_header({{"alg", "RS256"}}));
  EXPECT_TRUE(with_header({{"kid", "k-rsa"}}));
  EXPECT_TRUE(with_header({{"alg", "RS256"}, {"kid", "k-rsa"}, {"crit", Json::array({"x"})}}));
}

TEST(IdToken, NoticesAnyChangedBit) {
  for (const auto& token : {signed_token(), ec().sign({{"alg", "ES256"}, {"kid", "k-ec"}}, claims())})
    for (std::size_t at = 0; at < token.size(); at += 7) {
      auto other = token;
      other[at] = other[at] == 'A' ? 'B' : 'A';
      EXPECT_TRUE(other == token || violates([&] { (void)subject(other); })) << at;
    }
}

TEST(IdToken, HasThreeParts) {
  const auto token = signed_token();
  EXPECT_TRUE(violates([&] { (void)subject(token + "."); }));
  EXPECT_TRUE(violates([&] { (void)subject(token.substr(0, token.rfind('.'))); }));
  EXPECT_TRUE(violates([&] { (void)subject(token.substr(0, token.rfind('.') + 1)); }));
  for (const char* odd : {"", ".", "..", "a.b.c", "eyJ9.eyJ9.", "="})
    EXPECT_TRUE(violates([&] { (void)subject(odd); })) << odd;
  EXPECT_TRUE(violates([] { (void)subject(std::string(100'000, 'a')); }));
}

TEST(Jwks, TakesTheKeysItCanUse) {
  auto encryption = Signer::rsa("k-enc").jwk;
  encryption["use"] = "enc";
  auto pss = Signer::rsa("k-pss").jwk;
  pss["alg"] = "PS256";
  auto nameless = ec().jwk;
  nameless.erase("kid");
  const auto small = Signer::rsa("k-small", 1024).jwk;
  auto off_curve = ec().jwk;
  off_curve["kid"] = "k-off";
  off_curve["y"] = base64url(std::array<std::uint8_t, 32>{1});
  const auto p384 = Json{{"kty", "EC"}, {"kid", "k-384"}, {"crv", "P-384"}, {"x", "AA"}, {"y", "AA"}};
  const auto octets = Json{{"kty", "oct"}, {"kid", "k-oct"}, {"k", "AAAA"}};
  const auto jwks = keys({encryption, pss, nameless, small, off_curve, p384, octets, rsa().jwk, ec().jwk});
  EXPECT_NE(jwks.find("k-rsa"), nullptr);
  EXPECT_NE(jwks.find("k-ec"), nullptr);
  for (const char* kid : {"k-enc", "k-pss", "k-small", "k-off", "k-384", "k-oct", ""})
    EXPECT_EQ(jwks.find(kid), nullptr) << kid;
}

TEST(Jwks, IsRefusedWhenItIsNone) {
  for (const char* json : {"", "[]", "{}", R"({"keys":{}})", R"({"keys":[]})", R"({"keys":[1]})",
                           R"({"keys":[{"kty":"RSA","kid":1}]})", R"({"keys":[{"kty":"RSA","kid":"a"}]})"})
    EXPECT_TRUE(violates([&] { (void)Jwks::parse(bytes_of(json)); })) << json;
  EXPECT_TRUE(violates([] { (void)keys({rsa().jwk, rsa().jwk}); }));
  EXPECT_TRUE(violates([] { (void)keys(std::vector<Json>(33, rsa().jwk)); }));
}

TEST(ClientAssertion, IsAJwtOfOurs) {
  for (const auto* signer : {&rsa(), &ec()}) {
    const auto jwt = client_assertion(signer->key.get(), kClient, "https://portal.example/token", kNow);
    const std::string text(jwt.text());
    const auto first = text.find('.'), last = text.rfind('.');
    const auto said = parse_object(*from_base64url(text.substr(first + 1, last - first - 1)));
    EXPECT_EQ(said["iss"], kClient);
    EXPECT_EQ(said["sub"], kClient);
    EXPECT_EQ(said["aud"], "https://portal.example/token");
    EXPECT_EQ(said["exp"], kNow + 60);
    EXPECT_GE(said["jti"].get<std::string>().size(), 22U);
    const auto jwks = keys({rsa().jwk, ec().jwk});
    const auto* key = jwks.find(signer->jwk["kid"].get<std::string>());
    EXPECT_TRUE(verify(*key, text.substr(0, last), *from_base64url(text.substr(last + 1))));
  }
}

TEST(ClientAssertion, NeedsAKeyThatIsThere) {
  EXPECT_EQ(refusal([] { (void)read_private_key("/nonexistent/key"); }), ErrorCode::Failed);
  EXPECT_EQ(refusal([] { (void)read_private_key("/dev/null"); }), ErrorCode::Failed);
}

TEST(Assertion, HasItsNonce) {
  EXPECT_EQ(nonce_of_assertion(signed_token()), kNonce);
  EXPECT_TRUE(violates([] { (void)nonce_of_assertion("a.b.c"); }));
  EXPECT_TRUE(violates([] { (void)nonce_of_assertion(rsa().sign(Json::object(), Json::object())); }));
}

}  // namespace
}  // namespace kenkod::fetch
