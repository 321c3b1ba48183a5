// JSON of the portal: kept raw, with every limit in force.
#include <gtest/gtest.h>

#include "tests/unit/parse_support.hpp"

namespace kenkod::parse {
namespace {

TEST(PortalJson, IsKeptRawByTheKindItsNamesAnnounce) {
  const std::map<std::string, Kind> kKinds{
      {R"({"data":[{"わたしの情報":{"特定健診情報・後期高齢者健診情報":{"身長":170.0}}}]})", Kind::checkup},
      {R"([[{"わたしの情報":[{"薬剤情報":[]}]}]])", Kind::medication},
      {"\xEF\xBB\xBF{\"わたしの情報\":{\"医療費通知情報\":null}}", Kind::expense},
  };
  for (const auto& [text, kind] : kKinds) {
    const ParsedDocument document = test::parsed(text);
    EXPECT_EQ(document.records(), 0U);
    EXPECT_EQ(document.facts.kind, kind) << text;
    EXPECT_EQ(document.facts.layout, "portal-json");
    EXPECT_EQ(document.facts.date, "");
    EXPECT_EQ(document.facts.warnings, std::vector{Warning::layout_not_known});
    EXPECT_EQ(document.facts.part.size(), 64U);
  }
}

TEST(PortalJson, WhatTellsNoKindIsNotSupported) {
  for (const char* text : {R"({"わたしの情報":{}})", R"({"わたしの情報":{"薬剤情報":1,"特定健診情報":2}})",
                           R"({"わたしの情報":{"a":{"b":{"c":{"薬剤情報":1}}}}})"}) {
    EXPECT_EQ(test::refusal_of(text).reason, Reason::not_supported) << text;
    EXPECT_EQ(test::refusal_of(text).layout, Layout::portal_json) << text;
  }
}

TEST(PortalJson, TheLimitsHoldForWhatIsKeptRaw) {
  const auto reason = [](const std::string& inside) {
    return test::refusal_of(R"({"わたしの情報":{"薬剤情報":)" + inside + "}}").reason;
  };
  EXPECT_EQ(reason("1,}"), Reason::bad_json);
  EXPECT_EQ(reason(R"({"a":1,"a":2})"), Reason::duplicate_key);
  EXPECT_EQ(reason(R"("1234 5678 9018")"), Reason::personal_number);
  EXPECT_EQ(reason("123456789018"), Reason::personal_number);
  EXPECT_EQ(reason(R"({"123456789018":0})"), Reason::personal_number);
  EXPECT_EQ(reason(R"("\u202E")"), Reason::forbidden_character);
  EXPECT_EQ(reason(std::string(200, '[')), Reason::too_deep);
}

}  // namespace
}  // namespace kenkod::parse
