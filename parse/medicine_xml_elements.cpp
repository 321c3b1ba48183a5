#include "parse/medicine_xml_elements.hpp"

#include <array>
#include <cstddef>

namespace kenkod::parse {
namespace {

using enum Element;
using Role = MedicineRole;

struct Row {
  Role role;
  Element claim, dispensed, prescribed;
};

// One row for each meaning: its element among the claims, the dispensed and the prescribed.
constexpr std::array<Row, 20> kBranches{{
    {Role::month_block, MeTrMonthInf, CzDiMonthInf, ShPrMonthInf},
    {Role::day_block, DiDateInf, CzDiDateInf, ShPrDateInf},
    {Role::drug_block, DrugInf, CzDrugInf, ShDrugInf},
    {Role::month, MeTrMonth, CzDiMonth, ShPrMonth},
    {Role::facility_code, MeTrDiHCd, CzMeTrDiHCd, ShMeTrDiHCd},
    {Role::facility, MeTrDiHNm, CzMeTrDiHNm, ShMeTrDiHNm},
    {Role::prescriber_code, PrlsHCd, CzPrlsHCd, ShPrHCd},
    {Role::prescriber, PrlsHNm, CzPrlsHNm, ShPrHNm},
    {Role::day, DiDate, CzDiDate, ShPrDate},
    {Role::prescribed_day, PrDate, CzPrDate, none},
    {Role::code, DrugC, CzDrugC, ShDrugC},
    {Role::drug_name, DrugN, CzDrugN, ShDrugN},
    {Role::amount, Qua1, CzQua1, ShQua1},
    {Role::unit, Unit, CzUnit, ShUnit},
    {Role::usage, UsageN, CzUsageN, ShUsageN},
    {Role::instruction, SpInst, CzSpInst, ShSpInst},
    {Role::times, Times, CzTimes, ShTimes},
    {Role::ingredient, IngreN, CzIngreN, ShIngreN},
    {Role::form, MeTrIdCl, CzUsageCl, ShUsageCl},
    // Variant b writes the facility of the claims in full words.
    {Role::facility_code, MedicalInstitutionCode, none, none},
}};

using Table = std::array<MedicineMeaning, static_cast<std::size_t>(Element::last) + 1>;

constexpr Table table() {
  Table all{};
  const auto set = [&](Element element, Role role, MedicationSource branch = MedicationSource::claim) {
    if (element != none) all.at(static_cast<std::size_t>(element)) = {role, branch};
  };
  for (const Row& row : kBranches) {
    set(row.claim, row.role);
    set(row.dispensed, row.role, MedicationSource::dispensed);
    set(row.prescribed, row.role, MedicationSource::prescribed);
  }
  set(MedicalInstitutionName, Role::facility);
  set(MessageHeader, Role::header);
  set(Name, Role::name);
  for (const Element element : {KanaName, KanasName}) set(element, Role::kana);
  for (const Element element : {Birth, Birthday}) set(element, Role::birth);
  for (const Element element : {AdmGendCode, AdministrativeGenderCode}) set(element, Role::sex);
  set(ResultCode, Role::result);
  set(MessageContents, Role::message);
  set(ProcessExecutionTime, Role::file_time);
  return all;
}

constexpr Table kTable = table();

}  // namespace

MedicineMeaning medicine_meaning(Element element) noexcept {
  return known(element) ? kTable.at(static_cast<std::size_t>(element)) : MedicineMeaning{};
}

}  // namespace kenkod::parse
