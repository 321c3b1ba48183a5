// The code systems of medicines, as the records name them (MedicationItem::code_system).
#pragma once

#include <string_view>

namespace kenkod::parse::drug {

// レセプト電算処理システム医薬品コード, nine digits. No registered URI: the OID of HL7 Japan's list is still
// marked as under discussion there, so that the project names the system itself.
inline constexpr std::string_view kReceipt = "https://kenkod.org/fhir/CodeSystem/receipt-drug";
// 薬価基準収載医薬品コード (厚労省コード), twelve characters.
inline constexpr std::string_view kPriceList = "urn:oid:1.2.392.100495.20.2.72";
// 個別医薬品コード (YJ), twelve characters.
inline constexpr std::string_view kYj = "urn:oid:1.2.392.100495.20.2.73";
// HOT: the same medicine at three depths, told apart by the number of digits.
inline constexpr std::string_view kHot7 = "urn:oid:1.2.392.200119.4.403.2";
inline constexpr std::string_view kHot9 = "urn:oid:1.2.392.200119.4.403.1";
inline constexpr std::string_view kHot13 = "urn:oid:1.2.392.200119.4.402.1";
// 一般名処方マスタ.
inline constexpr std::string_view kGeneralName = "urn:oid:1.2.392.100495.20.1.81";
// JAN on the box of a medicine bought without a prescription: a GTIN.
inline constexpr std::string_view kJan = "https://www.gs1.org/gtin";

}  // namespace kenkod::parse::drug
