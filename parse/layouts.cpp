#include "parse/layouts.hpp"

#include <array>

namespace kenkod::parse {
namespace {

struct Words {
  std::string_view name, advice;
};

constexpr std::array<Words, 25> kWords{{
    {"unknown", ""},
    {"tokutei-cda", ""},
    {"kenkod-export", "This is an export of kenkod inside another file; import it by itself."},
    {"guidance-cda",
     "This file holds health guidance (特定保健指導), not check-up results; only 特定健診 results can be "
     "imported."},
    {"delete-request",
     "This file asks an insurer to delete results that were sent before; it holds no results to import."},
    {"state-report", "This is an insurer's report to the state, not the results of one person."},
    {"other-checkup-cda",
     "This is a check-up file of another programme (乳幼児健診, 妊婦健診) that cannot be imported yet."},
    {"checkup-claim",
     "This is the bill for a check-up (決済情報); import the result file (h….xml) of the same archive."},
    {"guidance-claim",
     "This is the bill for health guidance (決済情報); import the result file (h….xml) of the same archive."},
    {"submission-index",
     "This is the index of an archive (交換用基本情報); import the result files in its DATA folder instead."},
    {"submission-summary",
     "This is the summary of an archive (集計情報); import the result files in its DATA folder instead."},
    {"online-qualification",
     "This is a file of the オンライン資格確認 family that holds neither check-up results nor medicines."},
    {"online-checkup", ""},
    {"medicine-xml", ""},
    {"etax-certificate", "This is a tax certificate (e-Tax), not a health record."},
    {"expense-xml", ""},
    {"portal-xml", "This XML file of マイナポータル does not say which kind of records it holds."},
    {"portal-json", "This JSON file of マイナポータル does not say which kind of records it holds."},
    {"portal-csv", "This CSV file of マイナポータル is not a 医療費通知情報; only that one can be imported."},
    {"fhir-bundle", "This FHIR bundle holds neither check-up results nor medicines."},
    {"fhir-resource",
     "This FHIR resource alone is neither a result nor a medicine; import the whole bundle."},
    {"jahis-tc", ""},
    {"jahis-prescription",
     "This is the QR text of a prescription (JAHIS 院外処方箋), not an お薬手帳; it cannot be imported."},
    {"zip", "This is a ZIP archive; unpack it and import the result file inside (its DATA folder, h….xml)."},
    {"pdf", "This is a PDF, a printed form; import the XML file instead."},
}};
static_assert(kWords.size() == static_cast<std::size_t>(Layout::pdf) + 1);

}  // namespace

std::string_view to_name(Layout layout) noexcept {
  return known(layout) ? kWords.at(static_cast<std::size_t>(layout)).name : kWords[0].name;
}

bool known(Layout layout) noexcept { return static_cast<std::size_t>(layout) < kWords.size(); }

std::string_view advice(Layout layout) noexcept {
  return known(layout) ? kWords.at(static_cast<std::size_t>(layout)).advice : kWords[0].advice;
}

}  // namespace kenkod::parse
