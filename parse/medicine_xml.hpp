// 薬剤情報 XML (おくすり履歴) of the オンライン資格確認 family: XmlMsg or Message, three branches of one
// shape (claims, dispensed, prescribed).
#pragma once

#include <string_view>

#include "common/record.hpp"

namespace kenkod::parse {

// Throws Refused. The 診療情報 (treatments) of the same file are no medicines and are left out; unknown
// elements are ignored. Within the document the same medicine (day, facility, code) of several branches is
// one record: of the claims, else as dispensed, else as prescribed.
[[nodiscard]] ParsedDocument parse_medicine_xml(std::string_view utf8);

}  // namespace kenkod::parse
