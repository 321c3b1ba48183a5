#include "common/validate.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "common/error.hpp"
#include "common/iso_date.hpp"
#include "common/personal_number.hpp"

namespace kenkod {
namespace {

[[noreturn]] void refuse(std::string_view field) {
  throw Error(ErrorCode::BadDocument, "The parser gave a value that no record may hold.")
      .with("field", field);
}

// Identifiers other than a 個人番号 may be twelve digits long; every other text is scanned.
enum class Scan : bool { no, yes };

void text(std::string_view value, std::string_view field, std::size_t limit = kMaxNameBytes,
          Scan scan = Scan::yes) {
  if (value.empty()) return;
  if (value.size() > limit || !plain_text(value, true)) refuse(field);
  if (scan == Scan::yes && contains_personal_number(value))
    throw Error(ErrorCode::PersonalNumberFound,
                "The document holds what looks like an individual number (個人番号).")
        .with("field", field);
}

void identifier(std::string_view value, std::string_view field) {
  text(value, field, kMaxNameBytes, Scan::no);
}

void date(std::string_view value, std::string_view field, std::string_view latest) {
  if (!value.empty() && (!calendar_date(value) || value > latest)) refuse(field);
}

void digits(std::string_view value, std::string_view field, std::size_t most) {
  const bool all = std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!all || value.size() > most) refuse(field);
}

void warnings(const std::vector<Warning>& list, std::string_view field) {
  if (list.size() > kMaxWarnings ||
      !std::all_of(list.begin(), list.end(), [](Warning w) { return known(w); }))
    refuse(field);
}

void subject(const Subject& subject, std::string_view latest) {
  text(subject.name, "subject.name");
  text(subject.kana, "subject.kana");
  if (!subject.sex.empty() && subject.sex != "1" && subject.sex != "2") refuse("subject.sex");
  date(subject.birth_date, "subject.birth_date", latest);
  identifier(subject.insurer_number, "subject.insurer_number");
  identifier(subject.insured_symbol, "subject.insured_symbol");
  identifier(subject.insured_number, "subject.insured_number");
  identifier(subject.insured_branch, "subject.insured_branch");
}

void facts(const DocumentFacts& facts, std::string_view latest) {
  if (!known(facts.kind)) refuse("kind");
  const auto layout_character = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  if (facts.layout.empty() || facts.layout.size() > 64 ||
      !std::all_of(facts.layout.begin(), facts.layout.end(), layout_character))
    refuse("layout");
  digits(facts.report, "report", 4);
  digits(facts.programme, "programme", 4);
  text(facts.part, "part");
  const auto& marks = facts.warnings;
  if (facts.date.empty() && std::find(marks.begin(), marks.end(), Warning::layout_not_known) == marks.end())
    refuse("date");
  date(facts.date, "date", latest);
  date(facts.file_date, "file_date", latest);
  identifier(facts.facility_code, "facility_code");
  text(facts.facility, "facility");
  identifier(facts.author_code, "author_code");
  text(facts.author, "author");
  subject(facts.subject, latest);
  warnings(facts.warnings, "warnings");
}

void item(const CheckupItem& item, std::string_view latest) {
  date(item.date, "item.date", latest);
  digits(item.section, "section", 8);
  // Item codes are mixed letters and digits; one of twelve bare digits is no item code.
  text(item.code, "code");
  identifier(item.code_system, "code_system");
  text(item.name, "name");
  text(item.name_received, "name_received");
  text(item.category, "category");
  if (!known(item.type) || !known(item.qualifier) || !known(item.absence) || !known(item.interpretation))
    refuse("type");
  text(item.value, "value", kMaxTextBytes);
  if (!item.decimal.empty() && (item.type != ValueType::quantity || !canonical_decimal(item.decimal)))
    refuse("decimal");
  text(item.unit, "unit");
  identifier(item.value_system, "value_system");
  text(item.value_meaning, "value_meaning");
  text(item.range.low, "range.low");
  text(item.range.high, "range.high");
  text(item.range.unit, "range.unit");
  text(item.method, "method");
  text(item.author, "author");
  text(item.series, "series");
  if (!known(item.flag) || item.flag_basis.empty() != (item.flag == Flag::none)) refuse("flag");
  text(item.flag_basis, "flag_basis", 32);
  if (item.group > kMaxItems) refuse("group");
  if (!item.group_relation.empty() && item.group_relation != "COMP" && item.group_relation != "RSON")
    refuse("group_relation");
  warnings(item.warnings, "warnings");
}

void decimal(std::string_view value, std::string_view field) {
  if (!value.empty() && !canonical_decimal(value)) refuse(field);
}

void medication(const MedicationItem& item, std::string_view latest) {
  if (!known(item.source)) refuse("source");
  if (!calendar_month(item.date)) date(item.date, "date", latest);
  if (item.date.size() == 7 && item.date > latest.substr(0, 7)) refuse("date");
  date(item.prescribed_date, "prescribed_date", latest);
  if (!item.end_date.empty() && !calendar_date(item.end_date)) refuse("end_date");
  identifier(item.facility_code, "facility_code");
  text(item.facility, "facility");
  identifier(item.prescriber_code, "prescriber_code");
  text(item.prescriber, "prescriber");
  text(item.doctor, "doctor");
  text(item.department, "department");
  text(item.pharmacist, "pharmacist");
  identifier(item.code, "code");
  identifier(item.code_system, "code_system");
  text(item.name, "name");
  text(item.generic_name, "generic_name");
  identifier(item.generic_code, "generic_code");
  text(item.ingredient, "ingredient");
  text(item.amount, "amount");
  decimal(item.amount_decimal, "amount_decimal");
  text(item.unit, "unit");
  text(item.usage, "usage");
  identifier(item.usage_code, "usage_code");
  text(item.times, "times");
  text(item.times_unit, "times_unit");
  text(item.form, "form");
  if (item.notes.size() > kMaxNotes) refuse("notes");
  for (const std::string& note : item.notes) text(note, "notes");
  warnings(item.warnings, "warnings");
}

void amount(const Amount& amount, std::string_view field) {
  text(amount.text, field);
  decimal(amount.yen, field);
  if (amount.yen.find('.') != std::string::npos || amount.yen.size() > 16) refuse(field);
}

void expense(const ExpenseItem& item, std::string_view latest) {
  if (!item.month.empty() && (!calendar_month(item.month) || item.month > latest.substr(0, 7)))
    refuse("month");
  text(item.person, "person");
  text(item.category, "category");
  digits(item.days, "days", 4);
  text(item.facility, "facility");
  amount(item.total, "total");
  amount(item.insurer, "insurer");
  amount(item.other_public, "other_public");
  amount(item.own, "own");
  warnings(item.warnings, "warnings");
}

constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

bool leap(int year) noexcept { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

// The code point at `at`, or −1; `at` moves behind it. Shortest form only, no surrogates.
std::int32_t next_code_point(std::string_view s, std::size_t& at) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  const unsigned char lead = byte(at);
  std::size_t length = 1;
  std::int32_t smallest = 0, value = lead;
  if (lead >= 0x80) {
    if (lead < 0xC2 || lead > 0xF4) return -1;
    length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    smallest = lead < 0xE0 ? 0x80 : lead < 0xF0 ? 0x800 : 0x10000;
    value = lead & (0x7F >> length);
    if (s.size() - at < length) return -1;
    for (std::size_t i = 1; i < length; ++i) {
      if ((byte(at + i) & 0xC0) != 0x80) return -1;
      value = value << 6 | (byte(at + i) & 0x3F);
    }
    if (value < smallest || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return -1;
  }
  at += length;
  return value;
}

// Size of the character at `at` when it is one of those that nearly every text is made of: printable ASCII,
// kana and kanji (U+3000 to U+9FFF, all of them allowed). 0 for any other.
std::size_t usual_character(std::string_view s, std::size_t at) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  if (byte(at) >= 0x20 && byte(at) < 0x7F) return 1;
  const bool kanji = byte(at) >= 0xE3 && byte(at) <= 0xE9 && s.size() - at >= 3 &&
                     (byte(at + 1) & 0xC0) == 0x80 && (byte(at + 2) & 0xC0) == 0x80;
  return kanji ? 3 : 0;
}

}  // namespace

bool plain_text(std::string_view text, bool lines) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t size = usual_character(text, at); size != 0) {
      at += size;
      continue;
    }
    const std::int32_t c = next_code_point(text, at);
    if (c < 0) return false;
    if (lines && (c == '\t' || c == '\n' || c == '\r')) continue;
    if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) return false;
    if ((c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF)) return false;        // noncharacters
    if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) return false;  // text direction
  }
  return true;
}

bool valid_utf8(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t size = usual_character(text, at); size != 0) {
      at += size;
    } else if (next_code_point(text, at) < 0) {
      return false;
    }
  }
  return true;
}

bool calendar_date(std::string_view text) noexcept {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  int parts[3] = {0, 0, 0};
  std::size_t part = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 4 || i == 7) {
      ++part;
    } else {
      if (text[i] < '0' || text[i] > '9') return false;
      parts[part] = parts[part] * 10 + (text[i] - '0');
    }
  }
  const auto [year, month, day] = parts;
  if (year < 1900 || month < 1 || month > 12 || day < 1) return false;
  return day <= kDays.at(static_cast<std::size_t>(month - 1)) + (month == 2 && leap(year) ? 1 : 0);
}

bool calendar_month(std::string_view text) noexcept {
  return text.size() == 7 && calendar_date(std::string(text) + "-01");
}

bool canonical_decimal(std::string_view text) noexcept {
  if (text.empty() || text.size() > 64 || text == "-0") return false;
  if (text.front() == '-') text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction =
      point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (whole.empty() || !std::all_of(whole.begin(), whole.end(), digit)) return false;
  if (whole.size() > 1 && whole.front() == '0') return false;
  if (point == std::string_view::npos) return true;
  return !fraction.empty() && fraction.back() != '0' && std::all_of(fraction.begin(), fraction.end(), digit);
}

std::string latest_date(std::int64_t unix_seconds) {
  const std::chrono::sys_seconds now{std::chrono::seconds(unix_seconds)};
  return iso_date(std::chrono::floor<std::chrono::days>(now) + std::chrono::days(1));
}
void validate(const DocumentFacts& one, std::string_view latest_date) { facts(one, latest_date); }

void validate(const CheckupItem& one, std::string_view latest_date) { item(one, latest_date); }

void validate(const MedicationItem& one, std::string_view latest_date) { medication(one, latest_date); }

void validate(const ExpenseItem& one, std::string_view latest_date) { expense(one, latest_date); }

void validate(const ParsedDocument& parsed, std::string_view latest_date) {
  validate(parsed.facts, latest_date);
  if (parsed.records() > kMaxItems) refuse("records");
  for (const CheckupItem& one : parsed.checkup) validate(one, latest_date);
  for (const MedicationItem& one : parsed.medication) validate(one, latest_date);
  for (const ExpenseItem& one : parsed.expense) validate(one, latest_date);
}

}  // namespace kenkod
