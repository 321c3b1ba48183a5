// The record model: what a parser reads from one official document and what a vault keeps (design: documents
// and records). Plain data; every text is valid UTF-8 without control characters once `validate`
// (common/validate.hpp) has accepted it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kenkod {

enum class Kind : std::uint8_t { checkup = 1, medication = 2, expense = 3 };
enum class Origin : std::uint8_t { portal = 1, import = 2 };

// HL7 V3 value types of 特定健診 CDA.
enum class ValueType : std::uint8_t { none, quantity /*PQ*/, coded /*CD*/, ordinal /*CO*/, text /*ST*/ };
// Why there is no value: 未実施, 測定不可能, any other nullFlavor.
enum class Absence : std::uint8_t { none, not_performed, not_measurable, not_available };
// The value reached the input limit of the format: at or below (以下), at or above (以上).
enum class Qualifier : std::uint8_t { none, low, high };
// Compared with the facility's own range; independent of Qualifier.
enum class Interpretation : std::uint8_t { none, low, normal, high };

// What a reader should know about a record or document; travels with it over the bus by its name.
enum class Warning : std::uint8_t {
  unknown_code,                   // not in the item tables; kept under its own words
  unit_contradicts_code,          // another quantity: kept, never charted
  display_name_contradicts_code,  // the file's name is another item's name: kept, never charted
  type_contradicts_code,          // text where a number is defined, ...: kept, never charted
  unit_spelling,                  // a harmless spelling or a missing unit
  outside_format,       // more decimals or digits than the table allows, or outside the input limits
  unknown_code_value,   // coded value not in its list
  code_list_unclear,    // the same digit means different things and nothing says which
  value_with_negation,  // negationInd and a value together: taken as not performed
  other_null_flavor,
  superseded_code,           // a misprint or withdrawn code known to mean another
  date_is_file_date,         // no examination date: the date of the file is shown
  identifiers_not_verified,  // the person's identifiers are under unknown roots
  report_category_unclear,
  schema_order,  // header elements missing or out of order
  // Whole documents
  layout_not_known,        // kept byte for byte, no record read from it: no public description of its layout
  subject_not_stated,      // says of nobody whose it is
  reference_not_found,     // FHIR: names a resource that is not in the document
  format_version_unknown,  // a newer or odd version: read by the rules of the newest known one
  part_missing,            // a part the format requires is not there
  sums_differ,             // stated total and the sum of the lines differ
  // Medicines and expenses
  code_missing,         // a code is announced and not given
  amounts_disagree,     // total ≠ insurer + other public + own: rounding, 高額療養費
  amount_not_a_number,  // kept as received; the number is unknown, not 0
  date_unclear,         // the day or month is missing or no day of the calendar: kept as received
  // FHIR
  part_not_read,  // holds something that is not read: records of another kind, attachments, odd values
  dates_differ,   // the result's own day lies outside the examination: shown under its own day
  // Between the items of a document
  fasting_contradicts_code,  // a result is fasting or casual by its code, and 採血時間 says the other
};

// Against the thresholds of 標準的な健診・保健指導プログラム, for display only, never a diagnosis:
// 保健指導判定値, 受診勧奨判定値.
enum class Flag : std::uint8_t { none, guidance, referral };

struct ReferenceRange {
  std::string low, high, unit;
  bool operator==(const ReferenceRange&) const = default;
};

struct CheckupItem {
  std::string date;         // YYYY-MM-DD where a document holds several examinations; empty = the document's
  std::string section;      // five digits, or empty
  std::string code;         // as received, usually 17 characters of JLAC10
  std::string code_system;  // OID with the schema default resolved
  std::string name;         // ours, from the item table; empty when unknown or contradicted
  std::string name_received;  // displayName of the file
  std::string category;       // ours, from the item table
  ValueType type = ValueType::none;
  std::string value;          // text exactly as received (number, code or text)
  std::string decimal;        // canonical decimal of a quantity ("-0.50" → "-0.5"), else empty; never binary
  std::string unit;           // as received
  std::string value_system;   // OID of the code list of a coded value
  std::string value_meaning;  // words of the code list, or of the file when the code is unknown
  Qualifier qualifier = Qualifier::none;
  Absence absence = Absence::none;
  Interpretation interpretation = Interpretation::none;
  ReferenceRange range;  // the facility's own
  std::string method;    // method code as received
  std::string author;    // who made a judgement, where the file says so
  std::string series;    // what may share a chart; empty = never charted
  Flag flag = Flag::none;
  std::string flag_basis;   // edition and confidence of the threshold that flagged it: "2024/A"; empty = none
  std::uint32_t group = 0;  // members of one 一連検査 share a number; 0 = none
  std::string group_relation;  // "COMP", "RSON" or empty
  std::vector<Warning> warnings;
  bool operator==(const CheckupItem&) const = default;
};

// How a medicine is known, weakest last: a paid claim (レセプト), a dispensing (調剤), the person's own
// entry, a prescription (処方), which is no proof of dispensing.
enum class MedicationSource : std::uint8_t { claim = 1, dispensed, own_entry, prescribed };

// One medicine of one day. Texts as received; nothing is computed from amounts.
struct MedicationItem {
  MedicationSource source = MedicationSource::dispensed;
  std::string date;             // YYYY-MM-DD: dispensing day, else prescription day; YYYY-MM when only the
                                // month is known; empty = unknown
  std::string prescribed_date;  // YYYY-MM-DD or empty
  std::string end_date;         // YYYY-MM-DD or empty: until when, of own entries
  std::string facility_code,
      facility;  // that dispensed (pharmacy, hospital); 10 digits: prefecture, table, number
  std::string prescriber_code, prescriber;  // medical institution that prescribed
  std::string doctor, department;           // prescribing
  std::string pharmacist;
  std::string code, code_system;  // as received; system is an OID or URI, empty = no code
  std::string name;
  std::string generic_name, generic_code;  // 一般名
  std::string ingredient;
  std::string amount, amount_decimal, unit;  // of one RP: as received, canonical decimal, unit as received
  std::string usage, usage_code;             // 用法
  std::string times, times_unit;             // "14", "日分"
  std::string form;                          // 剤形・使用区分 as received
  std::uint32_t group = 0;                   // RP number: what is taken together; 0 = none
  std::vector<std::string> notes;            // supplements, cautions, instructions, in the file's order
  std::vector<Warning> warnings;
  bool operator==(const MedicationItem&) const = default;
};

// Yen. `yen` is canonical ("12340", "-500"), empty when unknown; `text` as received.
struct Amount {
  std::string text, yen;
  bool operator==(const Amount&) const = default;
};

// One line of 医療費のお知らせ. It belongs to a month, never to a day.
struct ExpenseItem {
  std::string month;     // YYYY-MM, or empty when unclear
  std::string person;    // whose treatment, where the layout says so
  std::string category;  // 診療区分: 医科外来, 調剤, …, as received
  std::string days;      // 日数, digits or empty
  std::string facility;
  Amount total, insurer, other_public, own;  // 総額, 保険者, その他の公費, 窓口相当
  std::vector<Warning> warnings;
  bool operator==(const ExpenseItem&) const = default;
};

struct Subject {
  std::string name, kana /* as received; either may be empty */;
  std::string sex /* "1" male, "2" female, or empty */, birth_date /* YYYY-MM-DD or empty */;
  std::string insurer_number, insured_symbol, insured_number, insured_branch;
  bool operator==(const Subject&) const = default;
};
// Whether it says who it is: a name or a birth date.
[[nodiscard]] bool names_anyone(const Subject& stated) noexcept;

struct DocumentFacts {
  Kind kind = Kind::checkup;
  std::string layout;     // "tokutei-cda", …: closed list in parse/layouts.hpp
  std::string report;     // report category code (10, 40, …), or empty
  std::string programme;  // programme code (010, …), or empty
  std::string part;       // what of an examination this is when it is not the whole: "" = the whole. Two
                          // documents of one kind, day, facility, report, programme and part are revisions
  std::string date;       // YYYY-MM-DD: of the examination; of the newest record of other kinds; empty only
                          // when nothing was read from it (layout_not_known)
  std::string file_date;  // YYYY-MM-DD or empty
  std::string facility_code, facility;
  std::string author_code, author;  // who made the file
  Subject subject;
  std::vector<Warning> warnings;
  bool operator==(const DocumentFacts&) const = default;
};

struct ParsedDocument {
  DocumentFacts facts;
  // Only those of facts.kind are filled.
  std::vector<CheckupItem> checkup;
  std::vector<MedicationItem> medication;
  std::vector<ExpenseItem> expense;
  [[nodiscard]] std::size_t records() const noexcept {
    return checkup.size() + medication.size() + expense.size();
  }
  bool operator==(const ParsedDocument&) const = default;
};

// Names used on the bus and in exports: "checkup", "not-performed", "unit-contradicts-code", …
[[nodiscard]] std::string_view to_name(Kind) noexcept;
[[nodiscard]] std::string_view to_name(Origin) noexcept;
[[nodiscard]] std::string_view to_name(ValueType) noexcept;
[[nodiscard]] std::string_view to_name(Absence) noexcept;
[[nodiscard]] std::string_view to_name(Qualifier) noexcept;
[[nodiscard]] std::string_view to_name(Interpretation) noexcept;
[[nodiscard]] std::string_view to_name(Warning) noexcept;
[[nodiscard]] std::string_view to_name(Flag) noexcept;
[[nodiscard]] std::string_view to_name(MedicationSource) noexcept;
// Largest legal value of each enumeration: a frame or a stored row above it is refused.
[[nodiscard]] bool known(Kind) noexcept;
[[nodiscard]] bool known(Origin) noexcept;
[[nodiscard]] bool known(ValueType) noexcept;
[[nodiscard]] bool known(Absence) noexcept;
[[nodiscard]] bool known(Qualifier) noexcept;
[[nodiscard]] bool known(Interpretation) noexcept;
[[nodiscard]] bool known(Warning) noexcept;
[[nodiscard]] bool known(Flag) noexcept;
[[nodiscard]] bool known(MedicationSource) noexcept;

}  // namespace kenkod
