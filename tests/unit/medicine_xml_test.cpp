// 薬剤情報 XML: branches and their precedence, dates, codes, errors of the sender, damaged files.
#include <gtest/gtest.h>

#include "parse/drug_codes.hpp"
#include "tests/unit/flip_support.hpp"

namespace kenkod::parse {
namespace {

using test::refusal_of;
using test::warned;
using Warnings = std::vector<Warning>;

std::string message(std::string_view body, std::string_view header = "") {
  return fmt::format(
      "<XmlMsg><MessageHeader>{}<QuaInf><Name>見本　花子</Name><Birth>19680115</Birth></QuaInf></"
      "MessageHeader>"
      "<MessageBody>{}</MessageBody></XmlMsg>",
      header, body);
}

std::string month(std::string_view inside) {
  return fmt::format(
      "<MeTrMonthInf><MeTrMonth>202408</MeTrMonth><MeTrDiHCd>1349999991</MeTrDiHCd>{}</MeTrMonthInf>",
      inside);
}

std::string day(std::string_view drugs, std::string_view date = "<DiDate>20240805</DiDate>") {
  return fmt::format("<DiDateInfs><DiDateInf>{}<DrugInfs>{}</DrugInfs></DiDateInf></DiDateInfs>", date,
                     drugs);
}

MedicationItem drug(std::string_view inside) {
  return test::parsed(message(month(day(fmt::format("<DrugInf>{}</DrugInf>", inside))))).medication.at(0);
}

constexpr std::string_view kAny = "<DrugInf><DrugC>620000001</DrugC><DrugN>見本錠</DrugN></DrugInf>";

TEST(MedicineXml, ThreeBranchesBecomeOneListOfMedicines) {
  const ParsedDocument document = test::parsed(test::sample("medicine-claims.xml"));
  const DocumentFacts& facts = document.facts;
  EXPECT_EQ(facts.kind, Kind::medication);
  EXPECT_EQ(facts.layout, "medicine-xml");
  EXPECT_EQ(facts.date, "2024-10-30");
  EXPECT_EQ(facts.file_date, "2024-11-05");
  EXPECT_EQ(facts.facility, "") << "two facilities";
  EXPECT_EQ(facts.subject.name, "見本　花子");
  EXPECT_EQ(facts.subject.kana, "ミホン　ハナコ");
  EXPECT_EQ(facts.subject.birth_date, "1968-01-15");
  EXPECT_EQ(facts.subject.sex, "2");
  EXPECT_TRUE(facts.warnings.empty());

  const auto& items = document.medication;
  ASSERT_EQ(items.size(), 7U);
  MedicationItem first;
  first.source = MedicationSource::claim;
  first.date = "2024-08-05";
  first.prescribed_date = "2024-08-03";
  first.facility_code = "1349999991";
  first.facility = "見本薬局";
  first.prescriber_code = "1319999992";
  first.prescriber = "見本内科医院";
  first.code = "612170709";
  first.code_system = drug::kReceipt;
  first.name = "アムロジピン錠２．５ｍｇ「見本」";
  first.ingredient = "アムロジピンベシル酸塩";
  first.amount = "1.0";
  first.amount_decimal = "1";
  first.unit = "錠";
  first.usage = "１日１回朝食後服用";
  first.times = "28";
  first.form = "1";
  first.notes = {"粉砕しないこと"};
  EXPECT_EQ(items[0], first) << "of the claims, though dispensed, too";

  EXPECT_EQ(items[1].usage, "疼痛時");
  EXPECT_EQ(items[2].usage, "発熱時") << "the same drug twice in one branch is two lines";
  EXPECT_EQ(items[2].amount, "2");

  EXPECT_EQ(items[3].date, "2024-07");
  EXPECT_EQ(items[3].amount, "一式");
  EXPECT_EQ(items[3].amount_decimal, "");
  EXPECT_EQ(items[3].facility, "見本内科医院");
  EXPECT_EQ(items[3].warnings, (Warnings{Warning::amount_not_a_number, Warning::date_unclear}));

  EXPECT_EQ(items[4].source, MedicationSource::dispensed) << "also prescribed on that day: not again";
  EXPECT_EQ(items[4].date, "2024-10-02");
  EXPECT_EQ(items[4].prescribed_date, "2024-10-01");
  EXPECT_EQ(items[5].name, "院内製剤 見本軟膏");
  EXPECT_EQ(items[5].code_system, "");
  EXPECT_EQ(items[5].warnings, Warnings{Warning::code_missing});
  EXPECT_EQ(items[6].source, MedicationSource::prescribed);
  EXPECT_EQ(items[6].date, "2024-10-30");
  EXPECT_EQ(items[6].prescribed_date, "2024-10-30");
  EXPECT_EQ(items[6].amount, "1.50");
  EXPECT_EQ(items[6].amount_decimal, "1.5");
}

TEST(MedicineXml, VariantB) {
  const ParsedDocument document = test::parsed(test::sample("medicine-message.xml"));
  EXPECT_EQ(document.facts.date, "2024-06-04");
  EXPECT_EQ(document.facts.file_date, "2024-09-10");
  EXPECT_EQ(document.facts.subject.kana, "ミホン　ハナコ");
  EXPECT_EQ(document.facts.subject.birth_date, "1968-01-15");
  EXPECT_EQ(document.facts.subject.sex, "2");
  ASSERT_EQ(document.medication.size(), 3U);
  EXPECT_EQ(document.medication[1].name, "見本吸着末 & 賦形剤");
  EXPECT_EQ(document.medication[2].facility_code, "1349999983");
  EXPECT_EQ(document.medication[2].facility, "見本第二薬局");
  for (const MedicationItem& item : document.medication) EXPECT_EQ(item.source, MedicationSource::claim);
}

TEST(MedicineXml, OneFacilityIsTheFacilityOfTheDocument) {
  const auto facts = test::parsed(message(month(day(kAny)))).facts;
  EXPECT_EQ(facts.facility_code, "1349999991");
}

TEST(MedicineXml, FacilityAndDayMayFollowTheMedicines) {
  const std::string text = message(
      fmt::format("<MeTrMonthInf><DiDateInfs><DiDateInf><DrugInfs>{}</DrugInfs><DiDate>20240805</DiDate>"
                  "</DiDateInf></DiDateInfs><MeTrDiHNm>見本薬局</MeTrDiHNm></MeTrMonthInf>",
                  kAny));
  const MedicationItem item = test::parsed(text).medication.at(0);
  EXPECT_EQ(item.date, "2024-08-05");
  EXPECT_EQ(item.facility, "見本薬局");
}

TEST(MedicineXml, Dates) {
  const auto item = [](std::string_view date) {
    return test::parsed(message(month(day(kAny, date)))).medication.at(0);
  };
  EXPECT_TRUE(item("<DiDate>20240805</DiDate>").warnings.empty());
  EXPECT_EQ(item("<PrDate>20240803</PrDate>").date, "2024-08") << "the month of dispensing is known";
  EXPECT_EQ(item("<PrDate>20240803</PrDate>").prescribed_date, "2024-08-03");
  const MedicationItem impossible = item("<DiDate>20240231</DiDate>");
  EXPECT_EQ(impossible.date, "2024-08");
  EXPECT_EQ(impossible.warnings, Warnings{Warning::date_unclear});
  EXPECT_EQ(impossible.notes, std::vector<std::string>{"年月日: 20240231"}) << "kept as received";
  EXPECT_EQ(test::parsed(message(month(day(kAny, "")))).facts.date, "2024-08-01");
  const std::string undated = fmt::format("<MeTrMonthInf>{}</MeTrMonthInf>", day(kAny, ""));
  EXPECT_EQ(refusal_of(message(undated)).reason, Reason::no_date);
  const auto by_file =
      test::parsed(message(undated, "<ProcessExecutionTime>20241105000000</ProcessExecutionTime>"));
  EXPECT_EQ(by_file.facts.date, "2024-11-05");
  EXPECT_TRUE(warned(by_file.facts, Warning::date_is_file_date));
  EXPECT_EQ(by_file.medication.at(0).date, "");
}

TEST(MedicineXml, CodesAndNames) {
  EXPECT_EQ(drug("<DrugC>620000001</DrugC>").code_system, drug::kReceipt);
  EXPECT_EQ(drug("<DrugC> 620000001\n</DrugC>").code, "620000001");
  EXPECT_EQ(drug("<DrugC>62000</DrugC>").warnings, Warnings{Warning::outside_format});
  EXPECT_EQ(drug("<DrugN>見本錠</DrugN>").warnings, Warnings{Warning::code_missing});
  EXPECT_EQ(drug("<DrugN>見<x>なし</x>本</DrugN>").name, "見本") << "unknown elements are ignored";
  EXPECT_EQ(drug("<DrugN>見本</DrugN><DrugN>別</DrugN>").name, "見本");
  const ParsedDocument nameless =
      test::parsed(message(month(day(fmt::format("<DrugInf><Qua1>1</Qua1></DrugInf>{}", kAny)))));
  EXPECT_EQ(nameless.medication.size(), 1U);
  EXPECT_TRUE(warned(nameless.facts, Warning::part_missing));
}

TEST(MedicineXml, WhatIsNoMedicineIsLeftOut) {
  const std::string treatments =
      "<MeTrInfs><MeTrInf><SinInfN>再診料</SinInfN><Qua1>1</Qua1><Unit>回</Unit></MeTrInf></MeTrInfs>";
  EXPECT_EQ(test::parsed(message(month(treatments + day(kAny)))).medication.size(), 1U);
  EXPECT_EQ(refusal_of(message(month(treatments))).reason, Reason::no_results);
  EXPECT_EQ(refusal_of(message(month(""))).reason, Reason::no_results);
}

TEST(MedicineXml, TheSameWithoutFacilityOrCodeIsNotTakenForTheSame) {
  const auto count = [](std::string_view facility, std::string_view code) {
    const auto block = [&](std::string_view block_name, std::string_view date, std::string_view prefix) {
      return fmt::format("<{0}>{1}<{2}DrugInf>{3}<{2}DrugN>見本錠</{2}DrugN></{2}DrugInf></{0}>", block_name,
                         date, prefix,
                         code.empty() ? "" : fmt::format("<{0}DrugC>{1}</{0}DrugC>", prefix, code));
    };
    const std::string claim = block("DiDateInf", "<DiDate>20240805</DiDate>", "");
    const std::string dispensed = block("CzDiDateInf", "<CzDiDate>20240805</CzDiDate>", "Cz");
    return test::parsed(message(fmt::format(
                            "<MeTrMonthInf>{0}{1}</MeTrMonthInf><CzDiInf><CzDiMonthInf>{2}{3}</CzDiMonthInf>"
                            "</CzDiInf>",
                            facility.empty() ? "" : fmt::format("<MeTrDiHCd>{}</MeTrDiHCd>", facility), claim,
                            facility.empty() ? "" : fmt::format("<CzMeTrDiHCd>{}</CzMeTrDiHCd>", facility),
                            dispensed)))
        .medication.size();
  };
  EXPECT_EQ(count("1349999991", "620000001"), 1U);
  EXPECT_EQ(count("", "620000001"), 2U);
  EXPECT_EQ(count("1349999991", ""), 2U);
}

TEST(MedicineXml, ErrorsOfTheSender) {
  EXPECT_EQ(refusal_of(message("", "<ResultCode>9</ResultCode><MessageContents>対象者なし</MessageContents>"))
                .reason,
            Reason::sender_error);
  EXPECT_EQ(refusal_of(message("", "<ResultCode>2</ResultCode>")).reason, Reason::sender_error);
  EXPECT_EQ(refusal_of(message(month(day(kAny)),
                               "<ResultCode>9</ResultCode><MessageContents>途中で失敗</MessageContents>"))
                .reason,
            Reason::sender_error);
  EXPECT_EQ(test::parsed(message(month(day(kAny)), "<ResultCode>1</ResultCode>")).medication.size(), 1U);
}

TEST(MedicineXml, OthersOfTheFamilyAreToldApart) {
  const Refusal neither = refusal_of(message("<Other/>"));
  EXPECT_EQ(neither.reason, Reason::not_supported);
  EXPECT_EQ(neither.layout, Layout::online_qualification);
  EXPECT_EQ(refusal_of(message("<Other/>", "<ResultCode>1</ResultCode>")).layout,
            Layout::online_qualification);
}

TEST(MedicineXml, HostileTexts) {
  // 123456789018 has a valid check digit.
  const auto with_note = [](std::string_view note) {
    return message(
        month(day(fmt::format("<DrugInf><DrugC>620000001</DrugC>\n<SpInst>{}</SpInst></DrugInf>", note))));
  };
  const Refusal number = refusal_of(with_note("番号 1234-5678-9018"));
  EXPECT_EQ(number.reason, Reason::personal_number);
  EXPECT_EQ(number.line, 2U);
  EXPECT_EQ(number.element, Element::SpInst);
  EXPECT_EQ(refusal_of(with_note("\xE2\x80\xAE")).reason, Reason::forbidden_character);
  EXPECT_EQ(refusal_of(with_note(std::string(4097, 'x'))).reason, Reason::text_too_long);
  EXPECT_EQ(test::parsed(with_note(std::string(4096, 'x'))).medication.size(), 1U);
  EXPECT_EQ(refusal_of("<!DOCTYPE x>" + message(month(day(kAny)))).reason, Reason::document_type);
  std::string many;
  for (int i = 0; i < 100'001; ++i) many += kAny;
  EXPECT_EQ(refusal_of(message(month(day(many)))).reason, Reason::too_many_observations);
}

TEST(MedicineXml, NobodyStated) {
  std::string text = message(month(day(kAny)));
  text.erase(text.find("<QuaInf>"), text.find("</QuaInf>") + 9 - text.find("<QuaInf>"));
  EXPECT_EQ(test::parsed(text).facts.warnings, Warnings{Warning::subject_not_stated});
}

// The records of a sample by where they are written: `blocks` are the texts that each hold the given records.
struct Place {
  std::string_view begin, end;  // of the element
};

test::Touched touched_in(const std::string& sample, std::size_t at,
                         const std::vector<std::set<std::size_t>>& drugs,
                         const std::vector<std::set<std::size_t>>& months) {
  const auto nth = [&](std::initializer_list<Place> places) -> std::optional<std::size_t> {
    std::vector<std::pair<std::size_t, std::size_t>> spans;
    for (const Place& place : places)
      for (std::size_t from = sample.find(place.begin); from != std::string::npos;
           from = sample.find(place.begin, from + 1))
        spans.emplace_back(from, sample.find(place.end, from) + place.end.size());
    std::ranges::sort(spans);
    for (std::size_t i = 0; i < spans.size(); ++i)
      if (at >= spans[i].first && at < spans[i].second) return i;
    return std::nullopt;
  };
  if (const auto drug = nth(
          {{"<DrugInf>", "</DrugInf>"}, {"<CzDrugInf>", "</CzDrugInf>"}, {"<ShDrugInf>", "</ShDrugInf>"}}))
    return {drugs.at(*drug), 1};
  if (const auto block = nth({{"<MeTrMonthInf>", "</MeTrMonthInf>"},
                              {"<CzDiMonthInf>", "</CzDiMonthInf>"},
                              {"<ShPrMonthInf>", "</ShPrMonthInf>"}}))
    return {months.at(*block), std::max<std::size_t>(2, months.at(*block).size())};
  return {};
}

TEST(MedicineXml, AChangedByteChangesOnlyItsRecord) {
  const std::string claims = test::sample("medicine-claims.xml");
  // Two records stand behind those of a better branch.
  std::string without = claims;
  without.erase(without.find("<MeTrMonthInf>"),
                without.rfind("</MeTrMonthInf>") - without.find("<MeTrMonthInf>") + 15);
  MedicationItem dispensed = test::parsed(without).medication.at(0);
  ASSERT_EQ(dispensed.source, MedicationSource::dispensed);
  without = claims;
  without.erase(without.find("<CzDiInf>"), without.find("</CzDiInf>") - without.find("<CzDiInf>") + 10);
  MedicationItem prescribed = test::parsed(without).medication.at(4);
  ASSERT_EQ(prescribed.source, MedicationSource::prescribed);
  ASSERT_EQ(prescribed.date, "2024-10-02");
  test::flip_every_byte(claims,
                        [&](std::size_t at) {
                          return touched_in(claims, at, {{0}, {1}, {2}, {3}, {}, {4}, {5}, {}, {6}},
                                            {{0, 1, 2}, {3}, {}, {4, 5}, {6}});
                        },
                        {dispensed, prescribed});
  const std::string other = test::sample("medicine-message.xml");
  test::flip_every_byte(
      other, [&](std::size_t at) { return touched_in(other, at, {{0}, {1}, {2}}, {{0, 1}, {2}}); });
}

TEST(MedicineXml, TruncatedFilesAreRefused) {
  for (const char* name : {"medicine-claims.xml", "medicine-message.xml"}) {
    const std::string text = test::sample(name);
    for (std::size_t size = 0; size + 2 < text.size(); ++size)
      ASSERT_FALSE(test::medicines(text.substr(0, size))) << size;
  }
}

}  // namespace
}  // namespace kenkod::parse
