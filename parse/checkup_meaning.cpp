#include "parse/checkup_meaning.hpp"

#include <algorithm>
#include <charconv>

#include "parse/decimal.hpp"
#include "parse/oids.hpp"
#include "parse/warn.hpp"

namespace kenkod::parse {
namespace {

constexpr std::string_view kThirdEdition = "2018-04-01", kFourthEdition = "2024-04-01";

// The wish for guidance was asked until the third edition; what is asked since (9N808) is another question.
constexpr std::string_view kWithdrawn = "9N806000000000011";

// 採血時間: the older list had a code of its own for less than ten hours, and some files name it .2201.
constexpr std::string_view kBloodDrawnList = "1.2.392.200119.6.2202", kOlderName = "1.2.392.200119.6.2201";

bool coded_type(ValueType type) { return type == ValueType::coded || type == ValueType::ordinal; }

// The standard counts a full-width character as two bytes.
std::size_t standard_bytes(std::string_view utf8) {
  std::size_t bytes = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      bytes += 1;
    } else if ((byte & 0xC0) == 0xC0) {
      bytes += 2;
    }
  }
  return bytes;
}

}  // namespace

CheckupMeaning::CheckupMeaning(const ItemTables& tables, const DocumentFacts& facts)
    : tables_(tables), names_(tables), date_(facts.date) {
  date_known_ = std::find(facts.warnings.begin(), facts.warnings.end(), Warning::date_is_file_date) ==
                facts.warnings.end();
}

std::string_view CheckupMeaning::day_of(const CheckupItem& item) const noexcept {
  return item.date.empty() ? date_ : item.date;
}

void CheckupMeaning::complete(CheckupItem& item) {
  if (item.type == ValueType::quantity) item.decimal = canonical(item.value).value_or(std::string{});
  const Item* const row = item.code_system == oid::kItems ? tables_.find(item.code) : nullptr;
  if (row == nullptr) {
    unknown_item(item);
    return;
  }
  if (!row->superseded_by.empty() ||
      (row->code == kWithdrawn && date_known_ && day_of(item) >= kFourthEdition))
    warn(item, Warning::superseded_code);
  bool contradicts = names_.contradicts(*row, item.name_received);
  if (contradicts) warn(item, Warning::display_name_contradicts_code);
  if (!item.value.empty()) {
    if (!type_fits(item, *row)) {
      warn(item, Warning::type_contradicts_code);
      contradicts = true;
    } else if (item.type == ValueType::quantity) {
      const UnitMatch unit = units_.match(item.unit, row->unit, row->display_unit);
      if (unit == UnitMatch::spelling) warn(item, Warning::unit_spelling);
      if (unit == UnitMatch::contradiction) {
        warn(item, Warning::unit_contradicts_code);
        contradicts = true;
      }
      if (!contradicts) quantity(item, *row);
    } else if (coded_type(item.type) && !contradicts) {
      coded(item, *row);
    } else if (item.type == ValueType::text && !contradicts) {
      text(item, *row);
    }
  }
  if (contradicts) return;
  item.name = row->name;
  item.category = row->category;
  item.series = row->series;
}

void CheckupMeaning::unknown_item(CheckupItem& item) {
  warn(item, Warning::unknown_code);
  if (item.code_system == oid::kItems && names_.contradicts_analyte(item.code, item.name_received))
    warn(item, Warning::display_name_contradicts_code);
}

bool CheckupMeaning::type_fits(const CheckupItem& item, const Item& row) const {
  if (row.type == "PQ") return item.type == ValueType::quantity && !item.decimal.empty();
  if (row.type == "ST") return item.type == ValueType::text;
  return coded_type(item.type);
}

void CheckupMeaning::quantity(CheckupItem& item, const Item& row) {
  // The number as written must be in plain form, too: no blanks, signs or bare points.
  const bool plain = item.value.find_first_not_of("0123456789.-") == std::string::npos &&
                     item.value.front() != '.' && item.value.back() != '.';
  const bool inside =
      (row.min.empty() || !less(item.decimal, row.min)) && (row.max.empty() || !less(row.max, item.decimal));
  // A number at the limit of its form belongs to its L or H.
  const bool limited = item.qualifier != Qualifier::none;
  if (!plain || !fits(item.decimal, row.format) || (!inside && !limited)) warn(item, Warning::outside_format);
}

void CheckupMeaning::coded(CheckupItem& item, const Item& row) {
  const std::string received_words = std::move(item.value_meaning);
  item.value_meaning.clear();
  const bool older_drawn = row.code == kBloodDrawn && day_of(item) < kThirdEdition;
  const bool older_name = older_drawn && item.value_system == kOlderName;
  const bool two_lists = !row.list_before_2024.empty() && row.list_before_2024 != row.list;
  if (item.value_system.empty()) {
    if (two_lists && !date_known_) {
      warn(item, Warning::code_list_unclear);
      item.value_meaning = received_words;
      return;
    }
    item.value_system = two_lists && day_of(item) < kFourthEdition ? row.list_before_2024 : row.list;
  } else if (item.value_system != row.list && item.value_system != row.list_before_2024 && !older_name) {
    warn(item, Warning::unknown_code_value);  // a list of another question
    item.value_meaning = received_words;
    return;
  }
  const std::string_view list = older_name ? kBloodDrawnList : item.value_system;
  item.value_meaning = tables_.meaning(list, item.value);
  if (!item.value_meaning.empty()) return;
  item.value_meaning = received_words;
  if (older_drawn && item.value == "1") return;  // legal; its wording is in no source that can be shipped
  if (tables_.knows_list(list)) warn(item, Warning::unknown_code_value);
}

void CheckupMeaning::text(CheckupItem& item, const Item& row) {
  std::size_t limit = 0;
  std::from_chars(row.max_bytes.data(), row.max_bytes.data() + row.max_bytes.size(), limit);
  if (limit != 0 && standard_bytes(item.value) > limit) warn(item, Warning::outside_format);
}

}  // namespace kenkod::parse
