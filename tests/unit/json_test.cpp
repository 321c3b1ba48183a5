// JSON as the reader of FHIR sees it: what is kept, what is refused and where.
#include <gtest/gtest.h>

#include "parse/json_reader.hpp"
#include "parse/refusal.hpp"

namespace kenkod::parse {
namespace {

Refusal refusal_of(std::string_view text) {
  try {
    (void)read_json(text);
  } catch (const Refused& refused) {
    return refused.refusal();
  }
  ADD_FAILURE() << "accepted";
  return {};
}

void expect_place(std::string_view text, Reason reason, std::uint32_t line, std::uint32_t column) {
  const Refusal refusal = refusal_of(text);
  EXPECT_EQ(refusal.reason, reason) << text;
  EXPECT_EQ(refusal.line, line) << text;
  EXPECT_EQ(refusal.column, column) << text;
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

TEST(Json, NumbersKeepTheirText) {
  const std::string text = R"({"a":5.10,"b":-0,"c":1E+3,"d":123456789012345678901234567890,"e":0.0})";
  const JsonTree tree = read_json(text);
  const Json root = tree.root();
  EXPECT_EQ(root["a"].text(), "5.10");
  EXPECT_EQ(root["b"].text(), "-0");
  EXPECT_EQ(root["c"].text(), "1E+3");
  EXPECT_EQ(root["d"].text(), "123456789012345678901234567890");
  EXPECT_EQ(root["e"].text(), "0.0");
  EXPECT_EQ(root["a"].kind(), JsonKind::number);
}

TEST(Json, TreeInItsOrder) {
  const std::string text =
      " { \"z\" : [ 1 , \"two\" , null , true , { \"in\" : [] } ] ,\r\n\t\"a\\u3042\" : \"x\\ny\\\"\", \"\": "
      "\"\" } ";
  const JsonTree tree = read_json(text);
  const Json root = tree.root();
  std::vector<std::string> names;
  for (const Json member : root.members()) names.emplace_back(member.name());
  EXPECT_EQ(names, (std::vector<std::string>{"z", "aあ", ""}));
  std::vector<JsonKind> kinds;
  for (const Json element : root["z"].elements()) kinds.push_back(element.kind());
  EXPECT_EQ(kinds, (std::vector{JsonKind::number, JsonKind::string, JsonKind::null, JsonKind::boolean,
                                JsonKind::object}));
  EXPECT_EQ(root["aあ"].text(), "x\ny\"");
  EXPECT_EQ(root["z"].first().text(), "1");
  EXPECT_EQ(root["aあ"].first().text(), "x\ny\"") << "a single value is its own only element";
  EXPECT_FALSE(root["none"]["deeper"].first());
  EXPECT_EQ(root["none"]["deeper"].text(), "");
  EXPECT_EQ(root["z"].place().line, 1U);
  EXPECT_EQ(root["z"].place().column, 10U);
  EXPECT_EQ(root["aあ"].place().line, 2U);
}

TEST(Json, NotJsonSaysWhere) {
  expect_place("{\"a\": $x}", Reason::bad_json, 1, 7);
  expect_place("{\n  \"a\": 1,\n}", Reason::bad_json, 3, 1);
  expect_place("{\"a\":1}}", Reason::bad_json, 1, 8);
  expect_place("{\"あ\": x}", Reason::bad_json, 1, 9);  // bytes, not characters
  for (const char* text : {"", "{", "{\"a\":", "[1,", "\"a", "{\"a\":01}", "{'a':1}", "{\"a\":1 /* c */}",
                           "nul", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\x\"}", "{\"a\":NaN}", "{\"a\":\"\n\"}"})
    EXPECT_EQ(refusal_of(text).reason, Reason::bad_json) << text;
}

TEST(Json, DuplicateNames) {
  expect_place("{\"a\":1,\n\"b\":2,\"a\":3}", Reason::duplicate_key, 2, 7);
  EXPECT_EQ(refusal_of("{\"a\":1,\"\\u0061\":3}").reason, Reason::duplicate_key) << "escaped or not";
  EXPECT_NO_THROW((void)read_json(R"([{"a":1},{"a":{"a":1}}])"));
  std::string many = "{";
  for (int i = 0; i < 40; ++i) many += "\"n" + std::to_string(i) + "\":0,";
  EXPECT_NO_THROW((void)read_json(many + "\"n\":0}"));
  EXPECT_EQ(refusal_of(many + "\"n0\":0}").reason, Reason::duplicate_key);
  EXPECT_EQ(refusal_of(many + "\"n39\":0}").reason, Reason::duplicate_key);
}

TEST(Json, Limits) {
  EXPECT_NO_THROW((void)read_json(repeated("[", 100) + repeated("]", 100)));
  expect_place(repeated("[", 101) + repeated("]", 101), Reason::too_deep, 1, 101);
  EXPECT_EQ(refusal_of(repeated("{\"a\":", 3'000'000)).reason, Reason::too_deep);
  std::string nodes = "[" + repeated("0,", 999'998) + "0";
  EXPECT_NO_THROW((void)read_json(nodes + "]"));
  EXPECT_EQ(refusal_of(nodes + ",0]").reason, Reason::too_many_elements);
  EXPECT_NO_THROW((void)read_json("\"" + std::string(1'048'576, 'x') + "\""));
  expect_place("[\"" + std::string(1'048'577, 'x') + "\"]", Reason::text_too_long, 1, 2);
  EXPECT_EQ(refusal_of("{\"" + std::string(4'097, 'x') + "\":0}").reason, Reason::text_too_long);
  EXPECT_EQ(refusal_of("0." + std::string(4'097, '1')).reason, Reason::text_too_long);
}

TEST(Json, Characters) {
  expect_place("[\"ok\",\"\xFF\"]", Reason::encoding, 1, 8);
  EXPECT_EQ(refusal_of("[\"\xC0\x80\"]").reason, Reason::encoding);
  EXPECT_EQ(refusal_of("[\"\xED\xA0\x80\"]").reason, Reason::encoding);
  for (const char* text : {"[\"\\u0000\"]", "[\"\\u0007\"]", "[\"\\u0085\"]", "[\"\\u202e\"]",
                           "[\"\\ufffe\"]", "{\"\\u0001\":1}"})
    EXPECT_EQ(refusal_of(text).reason, Reason::forbidden_character) << text;
  EXPECT_NO_THROW((void)read_json("[\"a\\tb\\r\\nc\"]"));
}

TEST(Json, PersonalNumbers) {
  constexpr std::string_view kNumber = "123456789018";
  for (const char* form : {R"({"note":"%"})", R"({"text":{"div":"<p>番号 %</p>"}})", R"({"value":%})",
                           R"({"value":"%"})", R"({"code":"%"})", R"({"%":1})", R"(["%"])",
                           R"({"identifier":["%"]})", R"({"identifier":[{"display":"%"}]})",
                           R"({"note":"1234-5678-9018"})", R"({"note":"１２３４５６７８９０１８"})"}) {
    std::string text = form;
    if (const std::size_t at = text.find('%'); at != std::string::npos) text.replace(at, 1, kNumber);
    const Refusal refusal = refusal_of(text);
    EXPECT_EQ(refusal.reason, Reason::personal_number) << form;
    EXPECT_EQ(refusal.line, 1U);
    EXPECT_GT(refusal.column, 0U);
    EXPECT_EQ(std::string_view(Refused(refusal).text()).find(kNumber), std::string_view::npos);
  }
  for (const char* form :
       {R"({"identifier":[{"value":"%"}]})", R"({"identifier":{"value":"%"}})",
        R"({"telecom":[{"value":"%"}]})", R"({"valueIdentifier":{"value":"%"}})",
        R"({"coding":[{"code":"%","system":"urn:%"}]})",
        R"({"fullUrl":"x/%","reference":"Patient/%","id":"%"})", R"({"note":"123456789012"})"}) {
    std::string text = form;
    for (std::size_t at = text.find('%'); at != std::string::npos; at = text.find('%'))
      text.replace(at, 1, kNumber);
    EXPECT_NO_THROW((void)read_json(text)) << form;
  }
}

}  // namespace
}  // namespace kenkod::parse
