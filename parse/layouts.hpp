// Every file layout kenkod can tell apart. Only some are read; the others are named so that a person knows
// what the file is and what to do. The names are part of the D-Bus contract (`layout=`,
// DocumentFacts::layout).
#pragma once

#include <cstdint>
#include <string_view>

namespace kenkod::parse {

enum class Layout : std::uint8_t {
  unknown,
  tokutei_cda,           // 特定健診情報 (hc08): read
  kenkod_export,         // an export of ours: read by its own door
  guidance_cda,          // 特定保健指導情報 (hg08), report codes 21–25
  delete_request,        // report codes 19, 49, 69, 79, 89
  state_report,          // report code 30
  other_checkup_cda,     // 乳幼児健診 43, 妊婦健診 44
  checkup_claim,         // 特定健診決済情報
  guidance_claim,        // 特定保健指導決済情報
  submission_index,      // 交換用基本情報
  submission_summary,    // 集計情報
  online_qualification,  // オンライン資格確認 family (XmlMsg, Message) without anything that is read
  online_checkup,        // … with 特定健診 results: read
  medicine_xml,          // … with 薬剤情報: read
  etax_certificate,
  expense_xml,         // 医療費通知 by an installed description of its layout: read
  portal_xml,          // わたしの情報, 医療費通知情報, …: kept, nothing is read from it
  portal_json,         // the same
  portal_csv,          // 医療費通知情報 CSV: read
  fhir_bundle,         // 健診結果報告書, 自治体検診, JP-CLINS, JP Core: read where it holds what is read
  fhir_resource,       // Observation, DiagnosticReport, MedicationRequest, MedicationDispense: read
  jahis_tc,            // お薬手帳: read
  jahis_prescription,  // 院外処方箋
  zip,
  pdf,
};

[[nodiscard]] std::string_view to_name(Layout layout) noexcept;  // "tokutei-cda"
[[nodiscard]] bool known(Layout layout) noexcept;
// One English sentence: what the file is and what to do instead. Empty for layouts that are read.
[[nodiscard]] std::string_view advice(Layout layout) noexcept;

}  // namespace kenkod::parse
