// JAHIS 電子版お薬手帳データフォーマット, JAHISTC01 to 08: a notebook of medicines as tagged lines.
#pragma once

#include <string_view>

#include "common/record.hpp"

namespace kenkod::parse {

// What becomes of the records of the format:
//   201 with 11, 15, 51, 55, 301   one medicine each; what is written for an RP or a block is in each of them
//   281 291 311 391                notes of the medicines of their RP
//   401 411 421 501 601            notes of the medicines of their block; a block without a medicine is one
//                                  record with notes and no name
//   3 with 31                      a medicine of one's own (own_entry)
//   4, all of 2                    a record with notes and no name
//   701                            left out: it is about a pharmacist, not a medicine
// Throws Refused with line and column.
[[nodiscard]] ParsedDocument parse_jahis(std::string_view utf8);

}  // namespace kenkod::parse
