// FHIR documents as a whole: what is read, what is refused, whose and of what day it is, and what makes two
// of them revisions of one another.
#include <gtest/gtest.h>

#include "tests/unit/fhir_support.hpp"

namespace kenkod {
namespace {

using namespace test;
using parse::Layout;
using parse::Reason;

const std::string kHeight = item_coding("9N001000000000001", "身長");
const std::string kResult = observation(kHeight, quantity("158", "cm"));

std::string report_of(std::string_view category) {
  return bundle({{"urn:c", composition(category)}, {"urn:p", kPatient}, {"urn:o", kResult}});
}

TEST(FhirDocument, ResourcesThatAreNoRecords) {
  for (const char* type : {"Patient", "Organization", "Coverage", "AllergyIntolerance", "Condition",
                           "Immunization", "DocumentReference", "MedicationStatement"}) {
    const parse::Refusal alone = refusal_of(fmt::format(R"({{"resourceType":"{}"}})", type));
    EXPECT_EQ(alone.reason, Reason::not_supported) << type;
    EXPECT_EQ(alone.layout, Layout::fhir_resource) << type;
    const parse::Refusal in_bundle =
        refusal_of(bundle({{"urn:p", kPatient}, {"urn:x", fmt::format(R"({{"resourceType":"{}"}})", type)}}));
    EXPECT_EQ(in_bundle.layout, Layout::fhir_bundle) << type;
  }
  EXPECT_EQ(refusal_of(R"([{"resourceType":"Observation"}])").reason, Reason::unknown_file);
  EXPECT_EQ(refusal_of(R"({"x":{"resourceType":"Observation"}})").reason, Reason::unknown_file);
}

TEST(FhirDocument, NoResults) {
  EXPECT_EQ(refusal_of(R"({"resourceType":"Bundle","type":"document"})").reason, Reason::no_results);
  EXPECT_EQ(refusal_of(bundle({{"urn:c", composition()}, {"urn:p", kPatient}})).reason, Reason::no_results);
  EXPECT_EQ(
      refusal_of(bundle({{"urn:c", composition()}, {"urn:p", kPatient}, {"urn:o", observation(kHeight, "")}}))
          .reason,
      Reason::no_results);
}

TEST(FhirDocument, ReportCategories) {
  for (const char* code : {"10", "40", "41", "42", "60", "70", "80"}) {
    const DocumentFacts facts = parsed(report_of(code)).facts;
    EXPECT_EQ(facts.report, code);
    EXPECT_TRUE(facts.warnings.empty()) << code;
  }
  for (const char* code : {"19", "49", "69", "79", "89"}) {
    EXPECT_EQ(refusal_of(report_of(code)).layout, Layout::delete_request) << code;
    EXPECT_EQ(refusal_of(report_of(code)).line, 1U);
  }
  for (const char* code : {"21", "22", "23", "24", "25"})
    EXPECT_EQ(refusal_of(report_of(code)).layout, Layout::guidance_cda) << code;
  EXPECT_EQ(refusal_of(report_of("30")).layout, Layout::state_report);
  EXPECT_EQ(refusal_of(report_of("43")).layout, Layout::other_checkup_cda);
  EXPECT_TRUE(warned(parsed(report_of("99")).facts, Warning::report_category_unclear));
  EXPECT_TRUE(warned(parsed(report_of("")).facts, Warning::report_category_unclear));
}

TEST(FhirDocument, UnresolvedReferencesAreAWarning) {
  const std::string text =
      bundle({{"urn:c", composition("10", R"({"reference":"urn:o"},{"reference":"urn:gone"})")},
              {"urn:p", kPatient},
              {"urn:o", kResult}});
  const ParsedDocument read = parsed(text);
  EXPECT_EQ(read.facts.warnings, std::vector{Warning::reference_not_found});
  EXPECT_EQ(read.checkup.at(0).section, "01011");
  const std::string relative =
      bundle({{"http://a.example/fhir/Patient/p", kPatient},
              {"http://a.example/fhir/Observation/o",
               observation(kHeight, quantity("158", "cm"), "Patient/p/_history/2")}});
  EXPECT_TRUE(parsed(relative).facts.warnings.empty());
  EXPECT_EQ(parsed(relative).facts.subject.birth_date, "1968-01-15");
}

TEST(FhirDocument, PeopleAreNeverMixed) {
  std::string other = kPatient;
  other.replace(other.find("1968"), 4, "1999");
  const std::string second = observation(item_coding("9N006000000000001"), quantity("60", "kg"), "urn:q");
  EXPECT_EQ(refusal_of(bundle({{"urn:p", kPatient}, {"urn:q", other}, {"urn:o", kResult}, {"urn:x", second}}))
                .reason,
            Reason::several_persons);
  EXPECT_EQ(refusal_of(bundle({{"urn:p", kPatient}, {"urn:o", kResult}, {"urn:x", second}})).reason,
            Reason::several_persons)
      << "one of them is not even in the file";
  EXPECT_EQ(
      parsed(bundle({{"urn:q", other}, {"urn:p", kPatient}, {"urn:o", kResult}})).facts.subject.birth_date,
      "1968-01-15")
      << "the one whose records they are";
}

TEST(FhirDocument, WithoutPatient) {
  const DocumentFacts alone = parsed(kResult).facts;
  EXPECT_TRUE(warned(alone, Warning::subject_not_stated));
  EXPECT_FALSE(warned(alone, Warning::reference_not_found)) << "a single resource cannot hold its patient";
  const DocumentFacts unnamed = parsed(bundle({{"urn:o", kResult}})).facts;
  EXPECT_TRUE(warned(unnamed, Warning::subject_not_stated));
  EXPECT_TRUE(warned(unnamed, Warning::reference_not_found));
}

TEST(FhirDocument, Names) {
  const auto subject = [](std::string_view names) {
    std::string patient = kPatient;
    patient.replace(patient.find(R"([{"text")"), std::string_view(R"([{"text":"見本 花子"}])").size(), names);
    return parsed(bundle({{"urn:p", patient}, {"urn:o", kResult}})).facts.subject;
  };
  EXPECT_EQ(subject(R"([{"text":"ミホン ハナコ"}])").kana, "ミホン ハナコ");
  EXPECT_EQ(subject(R"([{"family":"見本","given":["花子"]}])").name, "見本 花子");
  const Subject both = subject(
      R"([{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation","valueCode":"SYL"}],"text":"ミホン ハナコ"},{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation","valueCode":"IDE"}],"text":"見本 花子"}])");
  EXPECT_EQ(both.name, "見本 花子");
  EXPECT_EQ(both.kana, "ミホン ハナコ");
}

TEST(FhirDocument, Dates) {
  const auto facts = [](std::string_view period) {
    return parsed(bundle({{"urn:c", composition("10", "", period)}, {"urn:p", kPatient}, {"urn:o", kResult}}))
        .facts;
  };
  EXPECT_EQ(facts(R"("start":"2025-05-19T09:00:00+09:00")").date, "2025-05-19");
  EXPECT_EQ(facts(R"("start":"2025-05-18","end":"2025-05-20")").date, "2025-05-18");
  EXPECT_FALSE(warned(facts(R"("start":"2025-05-18","end":"2025-05-20")"), Warning::dates_differ));
  EXPECT_EQ(facts(R"("start":"2025-05")").date, "2025-05-19") << "of the results, when the header has no day";
  std::string undated = kResult;
  undated.erase(undated.find(R"(,"effectiveDateTime":"2025-05-19")"), 33);
  const DocumentFacts filed =
      parsed(bundle({{"urn:p", kPatient}, {"urn:o", undated}}, R"("timestamp":"2025-06-01T00:00:00Z")"))
          .facts;
  EXPECT_EQ(filed.date, "2025-06-01");
  EXPECT_TRUE(warned(filed, Warning::date_is_file_date));
  EXPECT_EQ(refusal_of(undated).reason, Reason::no_date);
}

TEST(FhirDocument, PartTellsDocumentsOfADayApart) {
  const auto part = [](const std::string& text) { return parsed(text).facts.part; };
  const std::string other = observation(item_coding("9N006000000000001"), quantity("60", "kg"));
  std::string corrected = kResult;
  corrected.replace(corrected.find("158"), 3, "159");
  EXPECT_NE(part(kResult), part(other));
  EXPECT_EQ(part(kResult), part(corrected));
  EXPECT_NE(part(kResult), "");
  const auto identified = [&](const std::string& resource, const char* id) {
    return part(resource.substr(0, resource.size() - 1) + R"(,"identifier":[{"system":"s","value":")" + id +
                "\"}]}");
  };
  EXPECT_NE(identified(kResult, "1"), identified(kResult, "2"));
  EXPECT_EQ(identified(kResult, "1"), identified(corrected, "1"));
  EXPECT_NE(identified(kResult, "1"), identified(other, "1")) << "copied identifiers do not hide a result";
  const auto named = [&](const char* id, const std::string& result) {
    return part(bundle({{"urn:p", kPatient}, {"urn:o", result}},
                       fmt::format(R"("identifier":{{"value":"{}"}})", id)));
  };
  EXPECT_NE(named("a", kResult), named("b", kResult));
  EXPECT_EQ(named("a", kResult), named("a", other));
  EXPECT_EQ(part(report_of("10")), "") << "a report is the whole examination";
}

TEST(FhirDocument, OneKindAndTheOtherIsTold) {
  const std::string medicine =
      R"({"resourceType":"MedicationRequest","status":"active","intent":"order","medicationCodeableConcept":{"text":"見本錠"},"subject":{"reference":"urn:p"},"authoredOn":"2025-05-19"})";
  const ParsedDocument checkup = parsed(bundle({{"urn:c", composition()},
                                                {"urn:p", kPatient},
                                                {"urn:o", kResult},
                                                {"urn:m", medicine},
                                                {"urn:n", medicine}}));
  EXPECT_EQ(checkup.facts.kind, Kind::checkup);
  EXPECT_TRUE(warned(checkup.facts, Warning::part_not_read));
  EXPECT_TRUE(checkup.medication.empty());
  const ParsedDocument more =
      parsed(bundle({{"urn:p", kPatient}, {"urn:o", kResult}, {"urn:m", medicine}, {"urn:n", medicine}}));
  EXPECT_EQ(more.facts.kind, Kind::medication);
  EXPECT_TRUE(warned(more.facts, Warning::part_not_read));
  EXPECT_TRUE(more.checkup.empty());
  const ParsedDocument attached = parsed(bundle(
      {{"urn:p", kPatient}, {"urn:o", kResult}, {"urn:d", R"({"resourceType":"DocumentReference"})"}}));
  EXPECT_TRUE(warned(attached.facts, Warning::part_not_read));
}

TEST(FhirDocument, OnlyUtf8) {
  std::string text = report_of("10");
  text.replace(text.find("身長"), 6, "\x90\x67\x92\xB7");  // Shift_JIS
  const parse::Refusal refusal = refusal_of(text);
  EXPECT_EQ(refusal.reason, Reason::encoding);
  EXPECT_EQ(refusal.line, 1U);
  EXPECT_GT(refusal.column, 1U);
  EXPECT_EQ(parsed("\xEF\xBB\xBF" + report_of("10")).checkup.size(), 1U);
}

TEST(FhirDocument, AResultCodeIsNoPlaceForAPersonalNumber) {
  const parse::Refusal refusal =
      refusal_of(observation(coding("http://a.example", "123456789018"), quantity("1", "1")));
  EXPECT_EQ(refusal.reason, Reason::personal_number);
  EXPECT_GT(refusal.column, 1U);
}

}  // namespace
}  // namespace kenkod
