// MedicationRequest and MedicationDispense: what becomes of each element.
#include <gtest/gtest.h>

#include "tests/unit/fhir_support.hpp"

namespace kenkod {
namespace {

using namespace test;
using parse::Reason;

std::string request(std::string_view more,
                    std::string_view drug = R"("medicationCodeableConcept":{"text":"見本錠"})") {
  return fmt::format(
      R"({{"resourceType":"MedicationRequest","status":"active","intent":"order",{},"subject":{{"reference":"urn:p"}},"authoredOn":"2025-05-19T10:00:00+09:00"{}}})",
      drug, more);
}

MedicationItem item(std::string_view more,
                    std::string_view drug = R"("medicationCodeableConcept":{"text":"見本錠"})") {
  return parsed(request(more, drug)).medication.at(0);
}

bool noted(const MedicationItem& item, std::string_view note) {
  return std::find(item.notes.begin(), item.notes.end(), note) != item.notes.end();
}

TEST(FhirMedicationSample, EveryField) {
  const ParsedDocument document = parsed(sample("fhir-medication-request.json"));
  EXPECT_EQ(document.facts.kind, Kind::medication);
  EXPECT_EQ(document.facts.layout, "fhir-resource");
  EXPECT_EQ(document.facts.date, "2025-05-20");
  EXPECT_EQ(document.facts.facility_code, "1310000000");
  EXPECT_EQ(document.facts.subject,
            (Subject{"見本 花子", "ミホン ハナコ", "2", "1968-01-15", "06139999", "１２３", "４５６", "01"}));
  EXPECT_TRUE(document.facts.warnings.empty());
  MedicationItem expected;
  expected.source = MedicationSource::prescribed;
  expected.date = expected.prescribed_date = "2025-05-20";
  expected.prescriber_code = "1310000000";
  expected.doctor = "見本 次郎";
  expected.department = "内科";
  expected.code = "2149032F1021";
  expected.code_system = "urn:oid:1.2.392.100495.20.2.73";
  expected.name = "見本錠２．５ｍｇ「ミホン」";
  expected.generic_name = "【般】見本錠２．５ｍｇ";
  expected.generic_code = "2149032F1ZZZ";
  expected.amount = "7.0";
  expected.amount_decimal = "7";
  expected.unit = "錠";
  expected.usage = "１日１回朝食後";
  expected.usage_code = "1011000400000000";
  expected.times = "14";
  expected.times_unit = "日";
  expected.form = "内服";
  expected.group = 1;
  expected.notes = {"1回量 0.50 錠", "残薬を確認"};
  ASSERT_EQ(document.medication.size(), 1U);
  EXPECT_EQ(document.medication[0], expected);
}

TEST(FhirMedication, DrugCodes) {
  const auto drug = [](std::string_view codings) {
    return item("", fmt::format(R"("medicationCodeableConcept":{{"coding":[{}]}})", codings));
  };
  const auto one = [](std::string_view system, std::string_view code) {
    return fmt::format(R"({{"system":"{}","code":"{}","display":"見本錠"}})", system, code);
  };
  const std::string local = one("http://a.example/drugs", "L1");
  for (const auto& [received, system] :
       {std::pair{"http://capstandard.jp/iyaku.info/CodeSystem/YJ-code", "urn:oid:1.2.392.100495.20.2.73"},
        std::pair{"urn:oid:1.2.392.100495.20.2.73", "urn:oid:1.2.392.100495.20.2.73"},
        std::pair{"1.2.392.100495.20.2.73", "urn:oid:1.2.392.100495.20.2.73"},
        std::pair{"http://medis.or.jp/CodeSystem/master-HOT9", "urn:oid:1.2.392.200119.4.403.1"},
        std::pair{"urn:oid:1.2.392.200119.4.403.1", "urn:oid:1.2.392.200119.4.403.1"},
        std::pair{"urn:oid:1.2.392.100495.20.2.74", "urn:oid:1.2.392.200119.4.403.1"},
        std::pair{"http://medis.or.jp/CodeSystem/master-HOT7", "urn:oid:1.2.392.200119.4.403.2"},
        std::pair{"http://medis.or.jp/CodeSystem/master-HOT13", "urn:oid:1.2.392.200119.4.402.1"}}) {
    const MedicationItem read = drug(local + "," + one(received, "103835401"));
    EXPECT_EQ(read.code, "103835401") << received;
    EXPECT_EQ(read.code_system, system) << received;
    EXPECT_EQ(read.name, "見本錠");
  }
  EXPECT_EQ(drug(local).code_system, "http://a.example/drugs");
  const MedicationItem general = drug(one("urn:oid:1.2.392.100495.20.1.81", "1124030F2ZZZ"));
  EXPECT_EQ(general.generic_code, "1124030F2ZZZ");
  EXPECT_EQ(general.code, "");
  const MedicationItem none =
      drug(one("http://jpfhir.jp/fhir/eCS/CodeSystem/MedicationCodeNocoded_CS", "NOCODED"));
  EXPECT_EQ(none.code, "");
  EXPECT_EQ(none.name, "見本錠");
  EXPECT_TRUE(none.warnings.empty());
  EXPECT_EQ(drug(R"({"system":"http://a.example","display":"x"})").warnings,
            std::vector{Warning::code_missing});
}

TEST(FhirMedication, ReferencedMedication) {
  const MedicationItem read = item(
      R"(,"contained":[{"resourceType":"Medication","id":"m","code":{"text":"見本散"},"ingredient":[{"itemCodeableConcept":{"text":"見本酸"}},{"itemCodeableConcept":{"text":"乳糖"}}]}])",
      R"("medicationReference":{"reference":"#m"})");
  EXPECT_EQ(read.name, "見本散");
  EXPECT_EQ(read.ingredient, "見本酸, 乳糖");
}

TEST(FhirMedication, Dosage) {
  const MedicationItem read = item(
      R"(,"dosageInstruction":[{"text":"毎食後","asNeededBoolean":true,"route":{"text":"経口"},"patientInstruction":"噛まない","additionalInstruction":[{"text":"不均等"}],"doseAndRate":[{"rateRatio":{"numerator":{"value":3,"unit":"錠"},"denominator":{"value":1,"code":"d"}}}]},{"text":"就寝前"}])");
  EXPECT_EQ(read.usage, "毎食後");
  EXPECT_EQ(read.form, "経口");
  for (const char* note : {"頓用", "噛まない", "不均等", "1日量 3 錠", "就寝前"})
    EXPECT_TRUE(noted(read, note)) << note;
}

TEST(FhirMedication, Dispense) {
  const auto dispense = [](std::string_view more) {
    return parsed(
               bundle(
                   {{"urn:p", kPatient},
                    {"urn:r", request("")},
                    {"urn:f",
                     R"({"resourceType":"Organization","name":"見本薬局","identifier":[{"system":"http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no","value":"1340000001"}]})"},
                    {"urn:d",
                     fmt::format(
                         R"({{"resourceType":"MedicationDispense","status":"completed","medicationCodeableConcept":{{"text":"見本錠"}},"subject":{{"reference":"urn:p"}},"authorizingPrescription":[{{"reference":"urn:r"}}],"performer":[{{"actor":{{"reference":"urn:f"}}}},{{"actor":{{"display":"薬師 三郎"}}}}],"quantity":{{"value":21,"unit":"錠"}},"daysSupply":{{"value":7,"code":"d"}}{}}})",
                         more)}}))
        .medication;
  };
  const auto both = dispense(R"(,"whenPrepared":"2025-05-20","whenHandedOver":"2025-05-21T10:00:00+09:00")");
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[0].source, MedicationSource::prescribed);
  const MedicationItem& read = both[1];
  EXPECT_EQ(read.source, MedicationSource::dispensed);
  EXPECT_EQ(read.date, "2025-05-21");
  EXPECT_EQ(read.prescribed_date, "2025-05-19");
  EXPECT_EQ(read.facility, "見本薬局");
  EXPECT_EQ(read.facility_code, "1340000001");
  EXPECT_EQ(read.pharmacist, "薬師 三郎");
  EXPECT_EQ(read.amount, "21");
  EXPECT_EQ(read.times, "7");
  EXPECT_EQ(dispense(R"(,"whenPrepared":"2025-05-20")")[1].date, "2025-05-20");
  const MedicationItem month = dispense(R"(,"whenHandedOver":"2025-05")")[0];
  EXPECT_EQ(month.date, "2025-05");
  EXPECT_TRUE(std::find(month.warnings.begin(), month.warnings.end(), Warning::date_unclear) !=
              month.warnings.end());
}

TEST(FhirMedication, OrderOfPrescriptionsAndTheirMedicines) {
  const auto numbered = [](int rp, int index, const char* name) {
    return request(
        fmt::format(
            R"(,"identifier":[{{"system":"urn:oid:1.2.392.100495.20.3.81","value":"{}"}},{{"system":"http://jpfhir.jp/fhir/core/mhlw/IdSystem/MedicationAdministrationIndex","value":"{}"}}])",
            rp, index),
        fmt::format(R"("medicationCodeableConcept":{{"text":"{}"}})", name));
  };
  const auto read = parsed(bundle({{"urn:p", kPatient},
                                   {"urn:1", numbered(2, 1, "三")},
                                   {"urn:2", numbered(1, 2, "二")},
                                   {"urn:3", numbered(1, 1, "一")}}))
                        .medication;
  ASSERT_EQ(read.size(), 3U);
  EXPECT_EQ(read[0].name + read[1].name + read[2].name, "一二三");
  EXPECT_EQ(read[2].group, 2U);
}

TEST(FhirMedication, WithdrawnOnesAreToldNotKept) {
  for (const char* status : {"entered-in-error", "cancelled", "draft"}) {
    std::string gone = request("");
    gone.replace(gone.find("active"), 6, status);
    EXPECT_EQ(refusal_of(gone).reason, Reason::no_results) << status;
    const ParsedDocument rest =
        parsed(bundle({{"urn:p", kPatient}, {"urn:1", gone}, {"urn:2", request("")}}));
    EXPECT_EQ(rest.medication.size(), 1U);
    EXPECT_TRUE(warned(rest.facts, Warning::part_not_read));
  }
  std::string stopped = request("");
  stopped.replace(stopped.find("active"), 6, "stopped");
  EXPECT_TRUE(noted(parsed(stopped).medication.at(0), "status: stopped"));
}

}  // namespace
}  // namespace kenkod
