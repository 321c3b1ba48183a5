// Medicines: what comes again in another form or document is shown once, and nothing else is lost.
#include "vault_dated_support.hpp"

namespace kenkod::vault {
namespace {

struct Medicine {
  std::string name, code = "", amount = "";
};

std::vector<MedicationItem> group(MedicationSource source, const std::string& date,
                                  const std::string& facility, std::initializer_list<Medicine> medicines) {
  std::vector<MedicationItem> items;
  for (const auto& medicine : medicines) {
    MedicationItem item;
    item.source = source;
    item.date = date;
    item.facility_code = facility;
    item.facility = facility.empty() ? "" : "薬局" + facility;
    item.name = medicine.name;
    item.code = medicine.code;
    if (!medicine.code.empty()) item.code_system = "rece";
    item.amount = medicine.amount;
    items.push_back(std::move(item));
  }
  return items;
}

ParsedDocument medicines(std::initializer_list<std::vector<MedicationItem>> groups,
                         const std::string& layout = "medicine-xml", const std::string& file_date = "") {
  ParsedDocument parsed;
  parsed.facts.kind = Kind::medication;
  parsed.facts.layout = layout;
  parsed.facts.date = "2025-03-01";
  parsed.facts.file_date = file_date;
  parsed.facts.subject.birth_date = "1970-04-01";
  for (const auto& items : groups)
    parsed.medication.insert(parsed.medication.end(), items.begin(), items.end());
  return parsed;
}

constexpr auto kClaim = MedicationSource::claim;
constexpr auto kDispensed = MedicationSource::dispensed;
constexpr auto kPrescribed = MedicationSource::prescribed;
constexpr auto kOwn = MedicationSource::own_entry;

// "2025-03-01 claim 甲 1"
std::string told(const RecordRow& row) {
  const auto& item = std::get<MedicationItem>(row.item);
  return std::string(date_of(row)) + " " + std::string(to_name(item.source)) + " " + item.name +
         (item.amount.empty() ? "" : " " + item.amount);
}

class VaultMedication : public DatedVault {
 protected:
  Rows shown(RecordQuery query = {}) {
    query.kind = Kind::medication;
    return rows(query, told);
  }
  Rows everything() {
    RecordQuery query;
    query.superseded = true;
    return shown(query);
  }
};

TEST_F(VaultMedication, KeepsEveryField) {
  MedicationItem item;
  item.source = kPrescribed;
  item.date = "2025-03-01";
  item.prescribed_date = "2025-02-28";
  item.end_date = "2025-04-01";
  item.facility_code = "1340000001";
  item.facility = "見本薬局";
  item.prescriber_code = "1310000001";
  item.prescriber = "見本医院";
  item.doctor = "見本 医師";
  item.department = "内科";
  item.pharmacist = "見本 薬剤師";
  item.code = "620000001";
  item.code_system = "1.2.392.100495.20.2.74";
  item.name = "架空錠5mg";
  item.generic_name = "【般】架空錠";
  item.generic_code = "1119999F1ZZZ";
  item.ingredient = "架空";
  item.amount = "２．０";
  item.amount_decimal = "2";
  item.unit = "錠";
  item.usage = "1日2回朝夕食後";
  item.usage_code = "1012040400000000";
  item.times = "14";
  item.times_unit = "日分";
  item.form = "内服";
  item.group = 70000;
  item.notes = {"食後に", "", "眠気"};
  item.warnings = {Warning::code_missing, Warning::date_unclear};
  auto parsed = medicines({{item}});
  parsed.facts.warnings = {Warning::sums_differ};
  const auto added = add(*vault, parsed, "bytes");
  EXPECT_EQ(added.outcome, Outcome::imported);
  EXPECT_EQ(added.records, 1U);
  EXPECT_EQ(added.warnings, 3U);
  for (int round = 0; round < 2; ++round, reopen()) {
    RecordQuery query;
    query.kind = Kind::medication;
    const auto page = vault->query(query);
    ASSERT_EQ(page.rows.size(), 1U);
    EXPECT_EQ(page.rows[0].item, Record(item));
    EXPECT_EQ(page.rows[0].document->facts, parsed.facts);
    query.kind = Kind::checkup;
    EXPECT_TRUE(vault->query(query).rows.empty());
  }
}

TEST_F(VaultMedication, IsNeverARevisionAsAWhole) {
  store(medicines({group(kClaim, "2025-03-01", "1", {{"甲"}})}));
  EXPECT_EQ(add(*vault, medicines({group(kClaim, "2025-03-02", "1", {{"乙"}})}), "other").outcome,
            Outcome::imported);
  EXPECT_EQ(shown().size(), 2U);
}

TEST_F(VaultMedication, ShowsTheThreeBranchesOnce) {
  store(medicines({group(kPrescribed, "2025-03-01", "1", {{"甲", "11"}, {"乙", "22"}, {"丙", "33"}}),
                   group(kClaim, "2025-03-01", "1", {{"甲", "11"}}),
                   group(kDispensed, "2025-03-01", "1", {{"甲", "11"}, {"乙", "22"}})}));
  EXPECT_EQ(shown(), (Rows{"2025-03-01 prescribed 丙", "2025-03-01 claim 甲", "2025-03-01 dispensed 乙"}));
  EXPECT_EQ(everything().size(), 6U);
}

TEST_F(VaultMedication, PrefersTheClaimOfWhicheverDocument) {
  store(medicines({group(kClaim, "2025-03-01", "1", {{"甲", "11", "1"}})}));
  store(medicines({group(kDispensed, "2025-03-01", "1", {{"甲", "11", "2"}})}));
  store(medicines({group(kPrescribed, "2025-03-01", "1", {{"甲", "11", "3"}})}));
  EXPECT_EQ(shown(), (Rows{"2025-03-01 claim 甲 1"}));
}

TEST_F(VaultMedication, OfTheSameSourceTheNewerDocumentIsShown) {
  store(medicines({group(kClaim, "2025-03-01", "1", {{"甲", "11", "old"}})}));
  store(medicines({group(kClaim, "2025-03-01", "1", {{"甲", "11", "new"}})}));
  EXPECT_EQ(shown(), (Rows{"2025-03-01 claim 甲 new"}));
}

TEST_F(VaultMedication, NewerIsWhatWasMadeLaterNotWhatWasStoredLater) {
  store(medicines({group(kClaim, "2025-03-01", "1", {{"甲", "11", "june"}})}, "medicine-xml", "2025-06-01"));
  store(medicines({group(kClaim, "2025-03-01", "1", {{"甲", "11", "may"}})}, "medicine-xml", "2025-05-01"));
  EXPECT_EQ(shown(), (Rows{"2025-03-01 claim 甲 june"}));
}

TEST_F(VaultMedication, TwoLinesOfOneMedicineStay) {
  for (int copy = 0; copy < 2; ++copy)
    store(medicines(
        {group(kClaim, "2025-03-01", "1", {{"甲", "11", "1"}, {"甲", "11", "2"}, {"甲", "11", "2"}}),
         group(kDispensed, "2025-03-01", "1", {{"甲", "11", "3"}})},
        "medicine-xml", copy == 0 ? "2025-04-01" : "2025-04-02"));
  EXPECT_EQ(shown(), (Rows{"2025-03-01 claim 甲 1", "2025-03-01 claim 甲 2", "2025-03-01 claim 甲 2"}));
}

TEST_F(VaultMedication, TheSameMedicineHasTheSameCodeOrName) {
  store(medicines(
      {group(kClaim, "2025-03-01", "1", {{"架空錠５ｍｇ", "11"}}),
       group(kDispensed, "2025-03-01", "1", {{"架空錠 5mg", ""}, {"別名錠", "11"}, {"乙錠", "12"}})}));
  EXPECT_EQ(shown(), (Rows{"2025-03-01 claim 架空錠５ｍｇ", "2025-03-01 dispensed 乙錠"}));
}

TEST_F(VaultMedication, ACodeCountsInItsSystemOnly) {
  auto other = group(kDispensed, "2025-03-01", "1", {{"乙", "11"}});
  other[0].code_system = "yj";
  store(medicines({group(kClaim, "2025-03-01", "1", {{"甲", "11"}}), other}));
  EXPECT_EQ(shown().size(), 2U);
}

TEST_F(VaultMedication, OtherDaysAndFacilitiesStayApart) {
  store(medicines({group(kClaim, "2025-03-01", "1", {{"甲", "11"}}),
                   group(kDispensed, "2025-03-02", "1", {{"甲", "11"}}),
                   group(kDispensed, "2025-03-01", "2", {{"甲", "11"}})}));
  EXPECT_EQ(shown(), (Rows{"2025-03-02 dispensed 甲", "2025-03-01 claim 甲", "2025-03-01 dispensed 甲"}));
}

TEST_F(VaultMedication, AFacilityIsKnownByItsCodeOrItsName) {
  auto by_name = group(kDispensed, "2025-03-01", "1", {{"甲", "11"}});
  by_name[0].facility_code = "";
  by_name[0].facility = "薬局１";
  store(medicines({group(kClaim, "2025-03-01", "1", {{"甲", "11"}}), by_name}));
  EXPECT_EQ(shown(), (Rows{"2025-03-01 claim 甲"}));
  // Two facilities of this name: which one is not known.
  auto namesake = group(kClaim, "2025-03-01", "9", {{"丁"}});
  namesake[0].facility = "薬局1";
  store(medicines({namesake}));
  EXPECT_EQ(shown().size(), 3U);
}

TEST_F(VaultMedication, WithoutAFacilityOrDayOnlyWhatIsIdenticalIsShownOnce) {
  for (const std::string date : {"2025-03-01", "2025-03", ""}) {
    const std::string facility = date.size() == 10 ? "" : "1";
    store(medicines({group(kClaim, date, facility, {{"甲", "11", "1"}, {"甲", "11", "1"}})}, "medicine-xml",
                    "2025-04-01"));
    store(medicines({group(kClaim, date, facility, {{"甲", "11", "1"}}),
                     group(kClaim, date, facility, {{"甲", "11", "2"}})},
                    "medicine-xml", "2025-04-02"));
  }
  EXPECT_EQ(shown(), (Rows{"2025-03-01 claim 甲 1", "2025-03-01 claim 甲 2", "2025-03-01 claim 甲 1",
                           "2025-03 claim 甲 1", "2025-03 claim 甲 2", "2025-03 claim 甲 1", " claim 甲 1",
                           " claim 甲 2", " claim 甲 1"}));
}

TEST_F(VaultMedication, ABlockOfTheNotebookExportedAgainIsOne) {
  store(medicines({group(kDispensed, "2025-03-01", "1", {{"甲", "11", "old"}, {"乙"}})}, "jahis-tc"));
  store(medicines({group(kDispensed, "2025-03-01", "1", {{"乙"}, {"甲", "11", "new"}}),
                   group(kDispensed, "2025-03-08", "1", {{"甲", "11"}})},
                  "jahis-tc"));
  EXPECT_EQ(shown(),
            (Rows{"2025-03-08 dispensed 甲", "2025-03-01 dispensed 乙", "2025-03-01 dispensed 甲 new"}));
}

TEST_F(VaultMedication, ACorrectedBlockIsMarkedAndStays) {
  store(medicines({group(kDispensed, "2025-03-01", "1", {{"甲"}, {"乙"}})}, "jahis-tc"));
  store(medicines({group(kDispensed, "2025-03-01", "1", {{"甲"}, {"丙"}})}, "jahis-tc"));
  store(medicines({group(kDispensed, "2025-03-01", "1", {{"甲"}, {"乙"}})}, "jahis-tc"));
  EXPECT_EQ(shown(), (Rows{"2025-03-01 dispensed 甲", "2025-03-01 dispensed 乙", "2025-03-01 dispensed 甲*",
                           "2025-03-01 dispensed 丙*"}));
  EXPECT_EQ(everything().size(), 6U);
}

TEST_F(VaultMedication, AClaimStandsForTheBlockOfTheNotebook) {
  store(medicines(
      {group(kDispensed, "2025-03-01", "1", {{"甲"}, {"乙"}}), group(kOwn, "2025-03-01", "1", {{"甲"}})},
      "jahis-tc"));
  store(medicines({group(kClaim, "2025-03-01", "1", {{"甲"}})}));
  EXPECT_EQ(shown(), (Rows{"2025-03-01 claim 甲", "2025-03-01 dispensed 乙", "2025-03-01 own-entry 甲"}));
}

TEST_F(VaultMedication, AMonthMatchesWhenAnyOfItsDaysDoes) {
  store(medicines({group(kClaim, "2025-03-10", "1", {{"甲"}}), group(kClaim, "2025-03", "1", {{"乙"}}),
                   group(kClaim, "2025-04-01", "1", {{"丙"}}), group(kClaim, "", "1", {{"丁"}})}));
  EXPECT_EQ(shown(), (Rows{"2025-04-01 claim 丙", "2025-03-10 claim 甲", "2025-03 claim 乙", " claim 丁"}));
  const auto between = [&](const std::string& from, const std::string& to) {
    RecordQuery query;
    query.from = from;
    query.to = to;
    return shown(query);
  };
  EXPECT_EQ(between("2025-03-11", "2025-03-31"), (Rows{"2025-03 claim 乙"}));
  EXPECT_EQ(between("2025-03-10", ""),
            (Rows{"2025-04-01 claim 丙", "2025-03-10 claim 甲", "2025-03 claim 乙"}));
  EXPECT_EQ(between("", "2025-03-09"), (Rows{"2025-03 claim 乙"}));
  EXPECT_EQ(between("2025-04-01", "2025-04-01"), (Rows{"2025-04-01 claim 丙"}));
  EXPECT_EQ(between("2025-05-01", "2025-04-01"), Rows{});
}

TEST_F(VaultMedication, FindsACodeAndADocument) {
  const auto first = store(medicines({group(kClaim, "2025-03-10", "1", {{"甲", "11"}, {"乙", "112"}}),
                                      group(kClaim, "2025-03-01", "1", {{"甲", "11"}})}));
  const auto second = store(medicines({group(kClaim, "2025-03-05", "1", {{"11", "22"}}),
                                       group(kDispensed, "2025-03-10", "1", {{"甲", "11"}, {"丙", "33"}})}));
  RecordQuery query;
  query.code = "11";
  EXPECT_EQ(shown(query), (Rows{"2025-03-10 claim 甲", "2025-03-01 claim 甲"}));
  query.document = second;
  EXPECT_EQ(shown(query), Rows{});
  query.superseded = true;
  EXPECT_EQ(shown(query), (Rows{"2025-03-10 dispensed 甲"}));
  query = {};
  query.document = second;
  EXPECT_EQ(shown(query), (Rows{"2025-03-10 dispensed 丙", "2025-03-05 claim 11"}));
  query.document = first;
  EXPECT_EQ(shown(query).size(), 3U);
  query.document = std::string(32, '0');
  EXPECT_EQ(shown(query), Rows{});
}

TEST_F(VaultMedication, ACursorIsForItsKind) {
  store(medicines({group(kClaim, "2025-03-10", "1", {{"甲"}, {"乙"}})}));
  RecordQuery query;
  query.kind = Kind::medication;
  query.limit = 1;
  query.cursor = vault->query(query).cursor;
  ASSERT_FALSE(query.cursor.empty());
  for (const auto kind : {Kind::checkup, Kind::expense}) {
    query.kind = kind;
    EXPECT_ERROR(vault->query(query), "InvalidArgument");
  }
}

TEST_F(VaultMedication, APageGoesOnWhereItEndedWhateverCameBetween) {
  store(medicines({group(kClaim, "2025-03-10", "1", {{"甲"}, {"乙"}, {"丙"}})}));
  RecordQuery query;
  query.kind = Kind::medication;
  query.limit = 2;
  query.cursor = vault->query(query).cursor;
  store(medicines({group(kClaim, "2025-03-10", "1", {{"甲"}, {"乙"}, {"丁"}})}));
  // What the page before ended with is now shown from the newer document, which stands before it.
  const auto page = vault->query(query);
  ASSERT_EQ(page.rows.size(), 1U);
  EXPECT_EQ(told(page.rows[0]), "2025-03-10 claim 丙");
}

TEST_F(VaultMedication, KeepsDocumentsNothingWasReadFrom) {
  auto parsed = medicines({});
  parsed.facts.layout = "portal-xml";
  parsed.facts.date = "";
  parsed.facts.warnings = {Warning::layout_not_known};
  EXPECT_EQ(add(*vault, parsed, "raw").outcome, Outcome::imported);
  parsed.facts.kind = Kind::checkup;
  parsed.facts.facility = "見本";
  EXPECT_EQ(add(*vault, parsed, "raw 2").outcome, Outcome::imported);
  EXPECT_EQ(add(*vault, parsed, "raw 3").outcome, Outcome::imported);
  EXPECT_EQ(shown(), Rows{});
  std::size_t count = 0;
  vault->for_each_document([&](const DocumentInfo& info, auto) {
    ++count;
    EXPECT_EQ(info.facts.date, "");
  });
  EXPECT_EQ(count, 3U);
}

}  // namespace
}  // namespace kenkod::vault
