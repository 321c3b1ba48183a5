// FHIR files written by others, where they are present. What each must give is written by hand from reading
// it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "tests/unit/parse_support.hpp"

namespace kenkod::parse {
namespace {

using Warnings = std::vector<Warning>;

struct Row {
  std::string file;
  Kind kind = Kind::checkup;
  std::size_t records = 0;
  std::string report, date, facility_code, birth_date, insurer;
  Warnings warnings;        // of the document
  std::size_t unknown = 0;  // records that no item table knows
};

struct RefusedRow {
  std::string file;
  Reason reason;
  Layout layout = Layout::unknown;
  std::uint32_t line = 0, column = 0;
};

// clang-format off: one file, one row
const std::vector<Row>& read_rows() {
  using enum Warning;
  static const std::string kMunicipal = "fhir-echeckup/eMunicipal_Bundle-example";
  static const std::vector<Row> rows{
      // Event and file say 2024-04-05, encounter and every result 2020-04-04: kept, told, charted nowhere.
      {"fhir-echeckup/eCheckupReport_Bundle-Sample-01.json", Kind::checkup, 46, "10", "2024-04-05", "1311234567", "1950-05-04", "06123456", {dates_differ}, 0},
      {kMunicipal + "17.json", Kind::checkup, 14, "51", "2021-10-01", "1311234567", "1955-05-04", "06123456", {}, 14},
      // A section without its document: DocumentReference with an attachment.
      {kMunicipal + "17-ng-cmp-2.json", Kind::checkup, 14, "51", "2021-10-01", "1311234567", "1955-05-04", "06123456", {part_not_read}, 14},
      // Branch number of one digit: as received.
      {kMunicipal + "17-ng-cov-1.json", Kind::checkup, 14, "51", "2021-10-01", "1311234567", "1955-05-04", "06123456", {}, 14},
      // A group with status registered: a bracket, no result.
      {kMunicipal + "17-ng-obs-1.json", Kind::checkup, 14, "51", "2021-10-01", "1311234567", "1955-05-04", "06123456", {}, 14},
      {kMunicipal + "17-ng-obs-3.json", Kind::checkup, 14, "51", "2021-10-01", "1311234567", "1955-05-04", "06123456", {}, 14},
      {kMunicipal + "17-ng-obs-9P506000000000011-disp.json", Kind::checkup, 14, "51", "2021-10-01", "1311234567", "1955-05-04", "06123456", {}, 14},
      // Insurer number of nine digits: as received.
      {kMunicipal + "17-ng-org-i1.json", Kind::checkup, 14, "51", "2021-10-01", "1311234567", "1955-05-04", "061234567", {}, 14},
      {kMunicipal + "17-ng-pat-1.json", Kind::checkup, 14, "51", "2021-10-01", "1311234567", "1955-05-04", "06123456", {}, 14},
      // Code 1 called あり: the list is not ours, the file's words are shown.
      {kMunicipal + "17-ng-result-2010.json", Kind::checkup, 14, "51", "2021-10-01", "1311234567", "1955-05-04", "06123456", {}, 14},
      {kMunicipal + "20.json", Kind::checkup, 10, "53", "2021-10-01", "1311234567", "1955-05-04", "06123456", {}, 10},
      {kMunicipal + "22.json", Kind::checkup, 10, "54", "2021-09-10", "1311234567", "1975-08-07", "06123456", {}, 7},
      // Visual and internal examination and their findings, height and weight are items of 特定健診, too.
      {kMunicipal + "24.json", Kind::checkup, 21, "57", "2021-10-01", "1311234567", "1955-05-04", "06123456", {}, 19},
      {"fhir-clins/clinical-core_Bundle-Bundle-CLINS-Observations-Example-01.json", Kind::checkup, 4, "", "2021-07-05", "1318814790", "1930-06-28", "00012345", {}, 2},
      {"fhir-clins/clinical-core_Observation-Example-JP-Obs-LabResult-eCS-Alb.json", Kind::checkup, 1, "", "2021-07-05", "1318814790", "", "00012345", {subject_not_stated}, 1},
      {"fhir-clins/clinical-core_Observation-Example-JP-Obs-LabResult-eCS-eGFR.json", Kind::checkup, 1, "", "2021-07-05", "1318814790", "", "00012345", {subject_not_stated}, 0},
      {"fhir-clins/clinical-core_MedicationRequest-Example-JP-MedReq-PO-TID-2days.json", Kind::medication, 1, "", "2021-07-09", "1318814790", "", "00012345", {subject_not_stated}, 0},
      {"fhir-clins/clinical-core_MedicationRequest-Example-JP-MedReq-PO-BID-10days-AsNeeded.json", Kind::medication, 1, "", "2021-07-13", "1318814790", "", "00012345", {subject_not_stated}, 0},
      // No standard code, which its authors call an error: the hospital's own code is kept.
      {"fhir-clins/clinical-core_MedicationRequest-Example-JP-MedReq-ExtSkin-Total2.json", Kind::medication, 1, "", "2021-07-05", "1318814790", "", "00012345", {subject_not_stated}, 0},
      {"fhir-clins/clinical-core_MedicationRequest-Example-JP-MedReq-eCS-fukintouByDay.json", Kind::medication, 1, "", "2020-08-21", "", "", "", {subject_not_stated}, 0},
      // A wrong general name code is the error its authors meant: no drug master, kept as received.
      {"fhir-clins/clinical-core_MedicationRequest-ErrorExample-JP-MedReq-PO-SID-28days.json", Kind::medication, 1, "", "2021-07-12", "1318814790", "", "00012345", {subject_not_stated}, 0},
      {"fhir-jpcore/jpcore_MedicationDispense-jp-medicationdispense-example-1.json", Kind::medication, 1, "", "2021-10-07", "", "", "", {subject_not_stated}, 0},
      {"fhir-jpcore/jpcore_MedicationRequest-jp-medicationrequest-example-1.json", Kind::medication, 1, "", "2020-04-01", "", "", "", {subject_not_stated}, 0},
      {"fhir-jpcore/jpcore_Observation-jp-observation-bodyMeasurement-example-1.json", Kind::checkup, 1, "", "2021-10-19", "", "", "", {subject_not_stated}, 1},
      {"fhir-jpcore/jpcore_Observation-jp-observation-labresult-example-1.json", Kind::checkup, 1, "", "2021-10-19", "", "", "", {subject_not_stated}, 0},
  };
  return rows;
}

const std::vector<RefusedRow>& refused_rows() {
  static const std::vector<RefusedRow> rows{
      // Only an attached bill (checkupClaim).
      {"fhir-echeckup/eMunicipal_Bundle-example18.json", Reason::no_results},
      // Single results without any date.
      {"fhir-echeckup/eMunicipal_7A030000006144311.json", Reason::no_date},
      {"fhir-echeckup/eMunicipal_9Z507195600000001.json", Reason::no_date},
      {"fhir-malformed/eMunicipal_9P562000000000011.json", Reason::bad_json, Layout::unknown, 19, 25},
      {"fhir-malformed/eMunicipal_9P634160800000049.json", Reason::bad_json, Layout::unknown, 19, 25},
      {"fhir-clins/clinical-core_Bundle-Bundle-CLINS-Referral-NoEntry-Example-01.json", Reason::not_supported, Layout::fhir_bundle},
      {"fhir-clins/clinical-core_AllergyIntolerance-Example-JP-Allergy-eCS-01.json", Reason::not_supported, Layout::fhir_resource},
      {"fhir-clins/clinical-core_AllergyIntolerance-Example-JP-AllergyIntolerance-eCS-02.json", Reason::not_supported, Layout::fhir_resource},
      {"fhir-clins/clinical-core_Condition-Example-JP-Condition-eCS-01.json", Reason::not_supported, Layout::fhir_resource},
      {"fhir-clins/clinical-core_Organization-Example-JP-Org-eCS-Inst-Referral01.json", Reason::not_supported, Layout::fhir_resource},
      {"fhir-clins/clinical-core_Patient-Example-JP-Patient-minimun.json", Reason::not_supported, Layout::fhir_resource},
      {"fhir-clins/clinical-core_Patient-Example-JP-Patient-standard.json", Reason::not_supported, Layout::fhir_resource},
      {"fhir-jpcore/jpcore_Coverage-jp-coverage-example-1.json", Reason::not_supported, Layout::fhir_resource},
      {"fhir-jpcore/jpcore_Patient-jp-patient-example-1.json", Reason::not_supported, Layout::fhir_resource},
  };
  return rows;
}
// clang-format on

std::filesystem::path corpus() {
  const char* const given = std::getenv("KENKOD_CORPUS");
  return given != nullptr ? std::filesystem::path(given)
                          : std::filesystem::path(KENKOD_SOURCE_ROOT) / ".." / "shared" / "corpus";
}

TEST(CorpusFhir, WhatIsRead) {
  for (const Row& row : read_rows()) {
    if (!std::filesystem::exists(corpus() / row.file)) continue;
    SCOPED_TRACE(row.file);
    const ParsedDocument document = test::parsed(test::slurp(corpus() / row.file));
    EXPECT_EQ(document.facts.kind, row.kind);
    EXPECT_EQ(document.records(), row.records);
    EXPECT_EQ(document.facts.report, row.report);
    EXPECT_EQ(document.facts.date, row.date);
    EXPECT_EQ(document.facts.facility_code, row.facility_code);
    EXPECT_EQ(document.facts.subject.birth_date, row.birth_date);
    EXPECT_EQ(document.facts.subject.insurer_number, row.insurer);
    EXPECT_EQ(document.facts.warnings, row.warnings);
    const auto unknown =
        std::count_if(document.checkup.begin(), document.checkup.end(),
                      [](const CheckupItem& item) { return test::warned(item, Warning::unknown_code); });
    EXPECT_EQ(static_cast<std::size_t>(unknown), row.unknown);
  }
}

TEST(CorpusFhir, WhatIsRefused) {
  for (const RefusedRow& row : refused_rows()) {
    if (!std::filesystem::exists(corpus() / row.file)) continue;
    SCOPED_TRACE(row.file);
    const Refusal refusal = test::refusal_of(test::slurp(corpus() / row.file));
    EXPECT_EQ(refusal.reason, row.reason);
    EXPECT_EQ(to_name(refusal.layout), to_name(row.layout));
    EXPECT_EQ(refusal.line, row.line);
    EXPECT_EQ(refusal.column, row.column);
  }
}

TEST(CorpusFhir, EveryFileHasItsRow) {
  for (const char* folder : {"fhir-echeckup", "fhir-clins", "fhir-jpcore", "fhir-malformed"}) {
    if (!std::filesystem::exists(corpus() / folder)) continue;
    for (const auto& entry : std::filesystem::directory_iterator(corpus() / folder)) {
      const std::string name = std::string(folder) + "/" + entry.path().filename().string();
      const bool listed = std::any_of(read_rows().begin(), read_rows().end(),
                                      [&](const Row& row) { return row.file == name; }) ||
                          std::any_of(refused_rows().begin(), refused_rows().end(),
                                      [&](const RefusedRow& row) { return row.file == name; });
      EXPECT_TRUE(listed) << name;
    }
  }
}

// Two results of one day that share a copied identifier are two documents, not revisions of one.
TEST(CorpusFhir, CopiedIdentifiers) {
  const auto folder = corpus() / "fhir-clins";
  if (!std::filesystem::exists(folder)) return;
  const auto part = [&](const char* name) { return test::parsed(test::slurp(folder / name)).facts.part; };
  EXPECT_NE(part("clinical-core_Observation-Example-JP-Obs-LabResult-eCS-Alb.json"),
            part("clinical-core_Observation-Example-JP-Obs-LabResult-eCS-eGFR.json"));
}

TEST(CorpusFhir, TheMisdatedReportKeepsTheDaysOfItsResults) {
  const auto file = corpus() / "fhir-echeckup" / "eCheckupReport_Bundle-Sample-01.json";
  if (!std::filesystem::exists(file)) return;
  for (const CheckupItem& item : test::parsed(test::slurp(file)).checkup) {
    EXPECT_EQ(item.warnings, Warnings{Warning::dates_differ}) << item.code;
    EXPECT_FALSE(item.name.empty()) << item.code;
    EXPECT_EQ(item.date, "2020-04-04") << item.code;
  }
}

}  // namespace
}  // namespace kenkod::parse
