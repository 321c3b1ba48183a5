// What a record may hold. Everything a parser says is checked against this before a vault keeps it: the
// parser has touched hostile bytes and is not believed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/record.hpp"

namespace kenkod {

inline constexpr std::size_t kMaxItems = 100'000;        // records of one document
inline constexpr std::size_t kMaxTextBytes = 1'048'576;  // a value as received
inline constexpr std::size_t kMaxNameBytes = 4'096;      // names, codes, identifiers, units
inline constexpr std::size_t kMaxWarnings = 32;          // of one item or document
inline constexpr std::size_t kMaxNotes = 64;             // of one medicine

// Valid UTF-8 without control characters (U+0000–001F, 007F–009F), noncharacters or bidirectional overrides.
// Tab and line ends pass when `lines` is set.
[[nodiscard]] bool plain_text(std::string_view text, bool lines = false) noexcept;

[[nodiscard]] bool valid_utf8(std::string_view text) noexcept;

// "YYYY-MM-DD", a day of the calendar, not before 1900-01-01.
[[nodiscard]] bool calendar_date(std::string_view text) noexcept;

// "YYYY-MM", not before 1900-01.
[[nodiscard]] bool calendar_month(std::string_view text) noexcept;

// "0", "-0.5", "170.2": no exponent, no plus sign, no needless zero, at most 64 characters.
[[nodiscard]] bool canonical_decimal(std::string_view text) noexcept;

// The day after the given moment, "YYYY-MM-DD": no examination lies later (the daemon may run behind Japan's
// date).
[[nodiscard]] std::string latest_date(std::int64_t unix_seconds);

// Throws BadDocument (with `field=`) or PersonalNumberFound (with `field=`). Never says a value.
void validate(const ParsedDocument& parsed, std::string_view latest_date);
// The same piece by piece, as they arrive.
void validate(const DocumentFacts& facts, std::string_view latest_date);
void validate(const CheckupItem& item, std::string_view latest_date);
void validate(const MedicationItem& item, std::string_view latest_date);
void validate(const ExpenseItem& item, std::string_view latest_date);

}  // namespace kenkod
