// The portal's JSON, hostile: retrievals, people, tokens, discovery, and JSON itself.
#include <openssl/sha.h>

#include "common/base64.hpp"
#include "discovery.hpp"
#include "json.hpp"
#include "random_text.hpp"
#include "retrieval_status.hpp"
#include "tests/unit/fetch_support.hpp"
#include "token_answer.hpp"
#include "url.hpp"

namespace kenkod::fetch {
namespace {

constexpr std::uint32_t kMax = 1000;
const std::string kHash(64, 'a');

// A list of one: a brace around it would be that one itself.
Json list(const Json& one) { return Json::array({one}); }

Json document(const Json& changed = Json::object()) {
  Json made{
      {"id", "d-1"}, {"period", "2025"}, {"media_type", "application/xml"}, {"size", 10}, {"sha256", kHash}};
  made.update(changed);
  return made;
}
Json item(const std::string& kind, const std::string& status, const Json& documents = Json::array()) {
  return {{"kind", kind}, {"status", status}, {"documents", documents}};
}
Json retrieval(const std::string& status, const Json& items) {
  return {{"id", "r-1"}, {"status", status}, {"expires_at", 1}, {"items", items}};
}
RetrievalStatus read(const Json& json) { return parse_retrieval(bytes_of(json.dump()), kMax); }
RetrievalStatus read_document(const Json& changed) {
  return read(retrieval("succeeded", list(item("checkup", "succeeded", list(document(changed))))));
}
bool refused(const Json& json) {
  return violates([&] { (void)read(json); });
}

TEST(Retrieval, IsWorkingDoneOrOver) {
  using Stage = RetrievalStatus::Stage;
  EXPECT_EQ(read(retrieval("pending", Json::array())).stage, Stage::working);
  EXPECT_EQ(read(retrieval("running", Json::array())).stage, Stage::working);
  EXPECT_EQ(read(retrieval("expired", Json::array())).stage, Stage::expired);
  EXPECT_EQ(read(retrieval("partial", Json::array())).stage, Stage::done);
  const auto failed = read({{"status", "failed"}, {"problem", {{"code", "maintenance"}}}});
  EXPECT_EQ(failed.stage, Stage::failed);
  EXPECT_EQ(failed.error, ErrorCode::Maintenance);
  EXPECT_TRUE(refused(retrieval("finished", Json::array())));
  EXPECT_TRUE(refused({{"status", 1}}));
  EXPECT_TRUE(refused(Json::object()));
  EXPECT_TRUE(refused({{"status", "succeeded"}}));
  EXPECT_TRUE(refused({{"id", "../x"}, {"status", "pending"}}));
}

TEST(Retrieval, HasItems) {
  const auto status = read(retrieval(
      "partial", {item("checkup", "succeeded", list(document())),
                  item("medication", "withheld"),
                  {{"kind", "expense"}, {"status", "failed"}, {"problem", {{"code", "insufficient_scope"}}}},
                  item("genome", "succeeded", list(document({{"size", -1}})))}));
  ASSERT_EQ(status.items.size(), 3U);
  EXPECT_EQ(status.items[0].status, KindStatus::fetched);
  EXPECT_EQ(status.items[0].documents[0].size, 10U);
  EXPECT_EQ(status.items[0].documents[0].sha256[31], 0xaa);
  EXPECT_EQ(status.items[1].status, KindStatus::empty);
  EXPECT_EQ(status.items[2].status, KindStatus::failed);
  EXPECT_EQ(status.items[2].error, ErrorCode::KindNotPermitted);
}

TEST(Retrieval, DoesNotTellWithheldFromEmpty) {
  const auto empty = read(retrieval("succeeded", list(item("checkup", "empty")))).items.at(0);
  const auto withheld = read(retrieval("succeeded", list(item("checkup", "withheld")))).items.at(0);
  const auto nothing = read(retrieval("succeeded", list(item("checkup", "succeeded")))).items.at(0);
  for (const auto& one : {withheld, nothing}) {
    EXPECT_EQ(one.status, empty.status);
    EXPECT_EQ(one.error, empty.error);
    EXPECT_EQ(one.documents.size(), empty.documents.size());
  }
}

TEST(Retrieval, RefusesDocumentsThatCannotBeTaken) {
  for (const Json& changed : {Json{{"size", 0}}, Json{{"size", kMax + 1}},
                              Json{{"media_type", "application/pdf"}}, Json{{"media_type", "text/html"}}}) {
    const auto one = read_document(changed).items.at(0);
    EXPECT_EQ(one.refused, 1U) << changed;
    EXPECT_TRUE(one.documents.empty());
    EXPECT_EQ(one.status, KindStatus::fetched);
  }
  EXPECT_EQ(
      read_document({{"media_type", "Text/XML ; charset=utf-8"}}).items.at(0).documents.at(0).media_type,
      "text/xml");
}

TEST(Retrieval, MustBeWellMade) {
  for (const Json& changed :
       {Json{{"id", "../../token"}}, Json{{"id", ".."}}, Json{{"id", ""}},
        Json{{"id", std::string(129, 'a')}}, Json{{"id", "a/b"}}, Json{{"id", "a?b"}}, Json{{"id", "a%2fb"}},
        Json{{"id", 1}}, Json{{"size", "10"}}, Json{{"size", 1.5}}, Json{{"size", -1}},
        Json{{"size", 18446744073709551615ULL}}, Json{{"size", nullptr}},
        Json{{"sha256", std::string(63, 'a')}}, Json{{"sha256", std::string(66, 'a')}},
        Json{{"sha256", std::string(64, 'g')}}, Json{{"sha256", nullptr}}, Json{{"media_type", nullptr}}})
    EXPECT_TRUE(violates([&] { (void)read_document(changed); })) << changed;
  EXPECT_TRUE(refused(retrieval("succeeded", list(1))));
  EXPECT_TRUE(refused(retrieval("succeeded", list(item("checkup", "good")))));
  EXPECT_TRUE(refused(retrieval("succeeded", {item("checkup", "empty"), item("checkup", "empty")})));
  EXPECT_TRUE(refused(retrieval("succeeded", list(item("checkup", "succeeded", list(1))))));
  EXPECT_TRUE(refused(retrieval("succeeded", list(item("checkup", "succeeded", nullptr)))));
}

TEST(People, HaveIdAndName) {
  const auto people = parse_principals(bytes_of(R"({"principals":[{"id":"p-1","name":"健康 花子"}]})"));
  EXPECT_EQ(people, (std::vector<Principal>{{"p-1", "健康 花子"}}));
  EXPECT_TRUE(parse_principals(bytes_of(R"({"principals":[]})")).empty());
  for (const char* json : {R"({})", R"({"principals":{}})", R"({"principals":[1]})",
                           R"({"principals":[{"id":"a"}]})", R"({"principals":[{"id":"self","name":"x"}]})",
                           R"({"principals":[{"id":"a","name":"x"},{"id":"a","name":"y"}]})"})
    EXPECT_TRUE(violates([&] { (void)parse_principals(bytes_of(json)); })) << json;
}

TEST(Tokens, ArePlainText) {
  const auto read_tokens = [](const Json& changed) {
    Json json{{"access_token", "a-1"}, {"token_type", "bearer"}, {"id_token", "i"}, {"refresh_token", "r"}};
    json.update(changed);
    return parse_token_answer(bytes_of(json.dump()));
  };
  EXPECT_EQ(read_tokens(Json::object()).access_token.text(), "a-1");
  EXPECT_EQ(read_tokens(Json::object()).refresh_token.text(), "r");
  EXPECT_TRUE(read_tokens({{"refresh_token", nullptr}}).refresh_token.empty());
  for (const Json& changed :
       {Json{{"access_token", nullptr}}, Json{{"access_token", ""}}, Json{{"access_token", "a\r\nX: y"}},
        Json{{"access_token", "a b"}}, Json{{"access_token", std::string(kMaxToken + 1, 'a')}},
        Json{{"access_token", 1}}, Json{{"token_type", "DPoP"}}, Json{{"token_type", nullptr}},
        Json{{"id_token", nullptr}}, Json{{"refresh_token", "ü"}}, Json{{"refresh_token", ""}}})
    EXPECT_TRUE(violates([&] { (void)read_tokens(changed); })) << changed;
}

PortalConfiguration portal() {
  PortalConfiguration made;
  made.id = "test";
  made.issuer = "https://portal.example:8443";
  return made;
}
Json metadata(const Json& changed = Json::object()) {
  Json made{{"issuer", "https://portal.example:8443"},
            {"authorization_endpoint", "https://portal.example:8443/authorize"},
            {"token_endpoint", "https://portal.example:8443/token"},
            {"jwks_uri", "https://PORTAL.example/keys"}};
  made.update(changed);
  return made;
}

TEST(Discovery, CompletesWhatIsNotConfigured) {
  auto configuration = portal();
  const auto found = discovered(bytes_of(metadata().dump()), configuration);
  EXPECT_EQ(found.token, "https://portal.example:8443/token");
  EXPECT_EQ(found.revocation, "");
  configuration.jwks_uri = "https://keys.example/";
  configuration.token_endpoint = found.token;
  EXPECT_EQ(discovered(bytes_of(metadata().dump()), configuration).jwks, "https://keys.example/");
  EXPECT_TRUE(needs_discovery(configuration));
}

TEST(Discovery, StaysAtTheIssuer) {
  for (const Json& changed :
       {Json{{"issuer", "https://other.example"}}, Json{{"issuer", nullptr}},
        Json{{"token_endpoint", nullptr}}, Json{{"token_endpoint", "https://other.example/token"}},
        Json{{"token_endpoint", "http://portal.example:8443/token"}},
        Json{{"authorization_endpoint", "https://portal.example.evil.example/"}},
        Json{{"authorization_endpoint", "https://portal.example@evil.example/"}},
        Json{{"authorization_endpoint", "javascript:alert(1)"}}, Json{{"jwks_uri", "file:///etc/passwd"}},
        Json{{"revocation_endpoint", "https://user@portal.example:8443/revoke"}},
        Json{{"revocation_endpoint", "https://portal.example:8443/#revoke"}}})
    EXPECT_TRUE(violates([&] { (void)discovered(bytes_of(metadata(changed).dump()), portal()); })) << changed;
  auto signed_for = portal();
  signed_for.token_endpoint = "https://portal.example:8443/other";
  EXPECT_TRUE(violates([&] { (void)discovered(bytes_of(metadata().dump()), signed_for); }));
}

TEST(Json_, IsShallowAndSmall) {
  EXPECT_EQ(parse_object(bytes_of(R"({"a":"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["})")).size(), 1U);
  EXPECT_TRUE(violates([] {
    (void)parse_object(bytes_of("{\"a\":" + std::string(kMaxDepth, '[') + std::string(kMaxDepth, ']') + "}"));
  }));
  EXPECT_FALSE(violates([] {
    (void)parse_object(
        bytes_of("{\"a\":" + std::string(kMaxDepth - 1, '[') + std::string(kMaxDepth - 1, ']') + "}"));
  }));
  EXPECT_TRUE(violates([] { (void)parse_object(bytes_of(std::string(1'000'000, '['))); }));
  EXPECT_TRUE(
      violates([] { (void)parse_object(bytes_of("{\"a\":\"" + std::string(kMaxAnswer, 'x') + "\"}")); }));
  for (const char* json : {"", "1", "[]", "null", "{", "{} x", "{\"a\":\xff}", R"({"a":"\)"})
    EXPECT_TRUE(violates([&] { (void)parse_object(bytes_of(json)); })) << json;
}

TEST(Base64, IsExact) {
  EXPECT_EQ(base64url(bytes_of("\xfb\xff")), "-_8");
  EXPECT_EQ(from_base64url("-_8")->size(), 2U);
  EXPECT_FALSE(from_base64url("-_8=").has_value());
  EXPECT_FALSE(from_base64url("-_9").has_value());  // bits that stand for nothing
  EXPECT_FALSE(from_base64url("a b").has_value());
  EXPECT_EQ(from_base64("+/8=")->size(), 2U);
  EXPECT_FALSE(from_base64("+/8").has_value());
  EXPECT_FALSE(from_base64("*/8=").has_value());
  EXPECT_FALSE(from_base64("+/8=\n").has_value());
  EXPECT_EQ(random_text().size(), 43U);
  EXPECT_NE(random_text(), random_text());
}

TEST(Url, IsReadAsCurlReadsIt) {
  EXPECT_EQ(https_host("https://A.example:1/x?y"), "a.example");
  EXPECT_EQ(https_host("http://a.example/"), std::nullopt);
  EXPECT_EQ(resolved("https://a.example/v1/retrievals", "/v1/retrievals/x"),
            "https://a.example/v1/retrievals/x");
  EXPECT_EQ(resolved("https://a.example/v1/retrievals", "//b.example/x"), "https://b.example/x");
  EXPECT_EQ(form_encoded("a b&=é~"), "a%20b%26%3D%C3%A9~");
  EXPECT_EQ(with_query("https://a.example/?x=1", {{"y", "2 3"}}), "https://a.example/?x=1&y=2%203");
}

}  // namespace
}  // namespace kenkod::fetch
