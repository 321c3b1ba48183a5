// A notebook of JAHIS お薬手帳 around the lines a test is about.
#pragma once

#include <string>
#include <string_view>

#include "tests/unit/parse_support.hpp"

namespace kenkod::test::jahis {

inline constexpr std::string_view kPatient = "JAHISTC08,1\n1,見本　花子,2,19680115\n";
inline constexpr std::string_view kBlock =
    "5,20240805,1\n11,見本薬局,13,4,9999991,,,,1\n51,見本内科医院,13,1,9999992,1\n";
inline constexpr std::string_view kDrug = "201,1,見本錠,1,錠,2,620000001,1\n301,1,朝食後,7,日分,1,1,,1\n";

inline std::string notebook(std::string_view lines) {
  return std::string(kPatient).append(kBlock).append(lines);
}

inline ParsedDocument read(std::string_view lines) { return parsed(notebook(lines)); }

}  // namespace kenkod::test::jahis
