// What the parser tests share: the project's tables and samples, and small documents built around a few
// observations.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <span>
#include <sstream>
#include <string>
#include <string_view>

#include "common/record.hpp"
#include "parse/document.hpp"
#include "parse/refusal.hpp"

namespace kenkod::test {

inline std::string slurp(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

inline std::string sample(const std::string& name) {
  return slurp(std::string(KENKOD_SOURCE_ROOT) + "/tests/data/" + name);
}

inline const parse::InstalledTables& installed() {
  static const auto loaded = parse::InstalledTables::load(std::string(KENKOD_SOURCE_ROOT) + "/data");
  return loaded;
}
inline const parse::ItemTables& tables() { return installed().items; }

inline std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

inline ParsedDocument parsed(std::string_view text) {
  static const parse::Cp932 cp932;
  return parse::parse_document(bytes_of(text), installed(), cp932);
}

// The reason a text is refused for; fails the test when it is not.
inline parse::Refusal refusal_of(std::string_view text) {
  try {
    (void)parsed(text);
  } catch (const parse::Refused& refused) {
    return refused.refusal();
  }
  throw std::runtime_error("the document was accepted");
}

struct Cda {
  std::string report = R"(<code code="10" codeSystem="1.2.392.200119.6.1001"/>)";
  std::string file_date = R"(<effectiveTime value="20240610"/>)";
  std::string ids =
      R"(<id root="1.2.392.200119.6.101" extension="06139999"/><id root="1.2.392.200119.6.205" extension="45"/>)";
  std::string name = "ミホン　ハナコ";
  std::string event =
      R"(<documentationOf><serviceEvent><code code="010"/><effectiveTime value="20240520"/></serviceEvent></documentationOf>)";
  std::string entries;

  [[nodiscard]] std::string text() const {
    return fmt::format(
        R"(<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<typeId root="2.16.840.1.113883.1.3"/><id nullFlavor="NI"/>{}{}<confidentialityCode code="N"/>
<recordTarget><patientRole>{}<addr>見本県<postalCode>100-0000</postalCode></addr><patient><name>{}</name>
<administrativeGenderCode code="2"/><birthTime value="19680115"/></patient></patientRole></recordTarget>
<author><assignedAuthor><representedOrganization><id root="1.2.392.200119.6.102" extension="1310000000"/></representedOrganization></assignedAuthor></author>
<custodian/>{}
<component><structuredBody><component><section><code code="01010"/><title>t</title><text>t</text>
{}
</section></component></structuredBody></component></ClinicalDocument>)",
        report, file_date, ids, name, event, entries);
  }
};

inline std::string entry(std::string_view inside, std::string_view attributes = "") {
  return fmt::format(R"(<entry><observation classCode="OBS" moodCode="EVN" {}>{}</observation></entry>)",
                     attributes, inside);
}

// One observation in an otherwise sound document.
inline CheckupItem item_of(std::string_view inside, std::string_view attributes = "") {
  Cda cda;
  cda.entries = entry(R"(<code code="9N006000000000001"/><value xsi:type="PQ" value="60.0" unit="kg"/>)") +
                entry(inside, attributes);
  return parsed(cda.text()).checkup.at(1);
}

inline bool warned(const CheckupItem& item, Warning warning) {
  return std::find(item.warnings.begin(), item.warnings.end(), warning) != item.warnings.end();
}
inline bool warned(const DocumentFacts& facts, Warning warning) {
  return std::find(facts.warnings.begin(), facts.warnings.end(), warning) != facts.warnings.end();
}

}  // namespace kenkod::test
