// Status words of ISO 7816-4 as My Number cards use them.
#pragma once

#include <cstdint>

namespace kenko_sim::sw {

using StatusWord = std::uint16_t;

inline constexpr StatusWord ok = 0x9000;
inline constexpr StatusWord more_data = 0x6100;   // + length
inline constexpr StatusWord tries_left = 0x63C0;  // + number
inline constexpr StatusWord wrong_length = 0x6700;
inline constexpr StatusWord not_an_ef = 0x6981;  // does not fit the file
inline constexpr StatusWord not_verified = 0x6982;
inline constexpr StatusWord locked = 0x6984;
inline constexpr StatusWord nothing_selected = 0x6985;
inline constexpr StatusWord no_current_ef = 0x6986;
inline constexpr StatusWord not_found = 0x6A82;
inline constexpr StatusWord wrong_parameters = 0x6A86;
inline constexpr StatusWord past_end = 0x6B00;
inline constexpr StatusWord exact_length = 0x6C00;  // + length
inline constexpr StatusWord unknown_instruction = 0x6D00;
inline constexpr StatusWord unknown_class = 0x6E00;

}  // namespace kenko_sim::sw
