// FHIR documents built around one or a few resources.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/parse_support.hpp"

namespace kenkod::test {

inline std::string coding(std::string_view system, std::string_view code, std::string_view display = "") {
  return fmt::format(R"({{"coding":[{{"system":"{}","code":"{}","display":"{}"}}]}})", system, code, display);
}
inline std::string item_coding(std::string_view code, std::string_view display = "") {
  return coding("urn:oid:1.2.392.200119.6.1005", code, display);
}

// One Observation; `more` begins with a comma.
inline std::string observation(std::string_view code, std::string_view more,
                               std::string_view subject = "urn:p") {
  return fmt::format(
      R"({{"resourceType":"Observation","status":"final","code":{},"subject":{{"reference":"{}"}},"effectiveDateTime":"2025-05-19"{}}})",
      code, subject, more);
}

inline std::string quantity(std::string_view value, std::string_view unit) {
  return fmt::format(
      R"(,"valueQuantity":{{"value":{},"unit":"{}","system":"http://unitsofmeasure.org","code":"{}"}})",
      value, unit, unit);
}

inline const std::string kPatient =
    R"({"resourceType":"Patient","id":"p","identifier":[{"system":"http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID","value":"06139999:１２３:４５６:01"}],"name":[{"text":"見本 花子"}],"gender":"female","birthDate":"1968-01-15"})";

struct Entry {
  std::string url, resource;
};

inline std::string bundle(const std::vector<Entry>& entries,
                          std::string_view head = R"("type":"collection")") {
  std::string all;
  for (const Entry& one : entries)
    all +=
        fmt::format(R"({}{{"fullUrl":"{}","resource":{}}})", all.empty() ? "" : ",", one.url, one.resource);
  return fmt::format(R"({{"resourceType":"Bundle",{},"entry":[{}]}})", head, all);
}

// A check-up report of 2025-05-19 with what is given in one section.
inline std::string composition(std::string_view category = "10", std::string_view references = "",
                               std::string_view period = R"("start":"2025-05-19","end":"2025-05-19")") {
  return fmt::format(
      R"({{"resourceType":"Composition","type":{{"coding":[{{"code":"53576-5"}}]}},"category":[{{"coding":[{{"system":"urn:oid:2.16.840.1.113883.2.2.1.6.1001","code":"{}"}}]}}],"subject":{{"reference":"urn:p"}},"date":"2025-06-09","event":[{{"period":{{{}}}}}],"section":[{{"code":{{"coding":[{{"code":"01011"}}]}},"entry":[{}]}}]}})",
      category, period, references);
}

// The item that one Observation in a check-up report becomes.
inline CheckupItem fhir_item(const std::string& code, std::string_view more) {
  return parsed(bundle({{"urn:c", composition()}, {"urn:p", kPatient}, {"urn:o", observation(code, more)}}))
      .checkup.at(0);
}

}  // namespace kenkod::test
