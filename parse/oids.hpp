// Object identifiers of 特定健診 CDA.
#pragma once

#include <string_view>

namespace kenkod::parse::oid {

inline constexpr std::string_view kInsurer = "1.2.392.200119.6.101";
inline constexpr std::string_view kFacility = "1.2.392.200119.6.102";
inline constexpr std::string_view kSymbol = "1.2.392.200119.6.204";
inline constexpr std::string_view kNumber = "1.2.392.200119.6.205";
inline constexpr std::string_view kBranch = "1.2.392.200119.6.211";
inline constexpr std::string_view kReport = "1.2.392.200119.6.1001";
inline constexpr std::string_view kItems = "1.2.392.200119.6.1005";  // default of code/@codeSystem
inline constexpr std::string_view kSex = "1.2.392.200119.6.1104";
inline constexpr std::string_view kInterpretation = "2.16.840.1.113883.5.83";  // L, N, H

}  // namespace kenkod::parse::oid
