// Every byte of the FHIR samples cut off and changed: never a crash, and a changed byte changes only the
// record that holds it, or what the document says of itself.
#include <gtest/gtest.h>

#include "common/error.hpp"
#include "common/validate.hpp"
#include "tests/unit/fhir_support.hpp"
#include "tests/unit/flipped.hpp"

namespace kenkod {
namespace {

using namespace test;

std::vector<std::string> samples() {
  return {"fhir-echeckup.json", "fhir-observation.json", "fhir-medication-request.json",
          "fhir-clins-observations.json"};
}

// Refused, or what the daemon would keep.
std::optional<ParsedDocument> read(std::string_view text) {
  try {
    ParsedDocument document = parsed(text);
    validate(document, "2025-12-31");
    return document;
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::size_t line_of(std::string_view text, std::size_t offset) {
  return static_cast<std::size_t>(
      std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

// The value itself, whatever stands around it.
bool same_value(const CheckupItem& a, const CheckupItem& b) {
  return a.code == b.code && a.type == b.type && a.value == b.value && a.decimal == b.decimal &&
         a.unit == b.unit && a.qualifier == b.qualifier && a.absence == b.absence && a.range == b.range;
}

TEST(FhirProperties, NoPieceOfADocumentIsADocument) {
  for (const std::string& name : samples()) {
    const std::string text = sample(name);
    for (std::size_t size = 0; size < text.find_last_of('}'); size += step_of(text))
      EXPECT_FALSE(read(text.substr(0, size)).has_value()) << name << ' ' << size;
  }
}

TEST(FhirProperties, AFlipStaysInItsRecord) {
  for (const std::string& name : samples()) {
    const std::string text = sample(name);
    const ParsedDocument whole = parsed(text);
    const bool bundle = whole.facts.layout == "fhir-bundle";  // in the samples, every entry is a line
    std::vector<std::size_t> lines;
    for (const CheckupItem& item : whole.checkup)
      lines.push_back(line_of(text, text.find('"' + item.code + '"')));
    std::size_t accepted = 0;
    for (const unsigned mask : {0x01U, 0x04U, 0x20U, 0x80U}) {
      for (std::size_t at = 0; at < text.size(); at += step_of(text)) {
        const auto document = read(flipped(text, at, mask));
        if (!document) continue;
        ++accepted;
        if (!bundle) continue;
        const std::size_t line = line_of(text, at);
        // A line without an item of its own (group, practitioner, header) says what stands around others.
        const bool in_record = std::find(lines.begin(), lines.end(), line) != lines.end();
        for (std::size_t i = 0; i < whole.checkup.size(); ++i) {
          if (lines[i] == line) continue;
          const CheckupItem& before = whole.checkup[i];
          const bool kept =
              std::any_of(document->checkup.begin(), document->checkup.end(), [&](const CheckupItem& after) {
                return in_record && document->facts == whole.facts ? after == before
                                                                   : same_value(after, before);
              });
          EXPECT_TRUE(kept) << name << " byte " << at << " mask " << mask << " changes " << before.code;
        }
      }
    }
    EXPECT_GT(accepted, 50U) << name;
  }
}

}  // namespace
}  // namespace kenkod
