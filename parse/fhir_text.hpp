// Small readings that all FHIR resources share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/record.hpp"
#include "common/validate.hpp"
#include "parse/json_tree.hpp"
#include "parse/refusal.hpp"

namespace kenkod::parse {

// Throws Refused with the place of `value`.
[[noreturn]] void refuse_at(Json value, Reason reason, Layout layout = Layout::unknown);

// "urn:oid:1.2.3" → "1.2.3"; other systems as they are.
[[nodiscard]] std::string_view without_urn(std::string_view system) noexcept;

// The day of a date, dateTime or instant as it was written there (no time zone is converted), or empty when
// it states no day of the calendar.
[[nodiscard]] std::string day_of(std::string_view date_time);
// Its "YYYY-MM", or empty.
[[nodiscard]] std::string month_of(std::string_view date_time);

// The text of a value; throws Refused(text_too_long) with its place.
[[nodiscard]] std::string text_of(Json value, std::size_t limit = kMaxNameBytes);
// For places where the reader of JSON allows identifiers, but a record does not: scanned for 個人番号.
[[nodiscard]] std::string scanned_text_of(Json value);

// UCUM code of a Quantity where it has one, else its unit in words.
[[nodiscard]] std::string unit_of(Json quantity);
// The unit in words, else the code.
[[nodiscard]] std::string unit_words_of(Json quantity);

// The extension of `holder` whose url ends with `name`.
[[nodiscard]] Json extension(Json holder, std::string_view name);

// text, or the first display of a CodeableConcept.
[[nodiscard]] std::string words_of(Json codeable);

}  // namespace kenkod::parse
