// Finds what may be an individual number (個人番号, "My Number") in a text. No record needs one: a document
// that holds one outside a field known to be another identifier is refused, and the number is never shown.
#pragma once

#include <string_view>

namespace kenkod {

// Twelve digits with a valid check digit, ASCII or full-width, also split by single spaces or hyphens; never
// a part of a longer run of digits.
[[nodiscard]] bool contains_personal_number(std::string_view utf8) noexcept;

}  // namespace kenkod
