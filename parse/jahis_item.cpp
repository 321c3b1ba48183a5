// What the medicines of a JAHIS notebook share, of whatever record they come.
#include <algorithm>
#include <cctype>

#include "common/validate.hpp"
#include "parse/drug_codes.hpp"
#include "parse/jahis_block.hpp"
#include "parse/japanese_date.hpp"
#include "parse/medication_note.hpp"
#include "parse/text_values.hpp"
#include "parse/warn.hpp"

namespace kenkod::parse {
namespace {

bool letters_and_digits(std::string_view code) {
  return std::ranges::all_of(code, [](unsigned char c) { return std::isalnum(c) != 0; });
}

std::string_view hot_system(std::size_t size) {
  return size == 7 ? drug::kHot7 : size == 13 ? drug::kHot13 : drug::kHot9;
}

}  // namespace

void set_jahis_code(MedicationItem& item, std::string_view type, std::string_view code) {
  item.code = code;
  const bool announced = type == "2" || type == "3" || type == "4" || type == "6";
  if (code.empty()) {
    if (announced) warn(item, Warning::code_missing);
    return;
  }
  if (!announced) {  // a code, and nothing says of which list
    warn(item, Warning::code_list_unclear);
    return;
  }
  bool sound = false;
  if (type == "2") {
    item.code_system = drug::kReceipt;
    sound = digits(code, 9);
  } else if (type == "6") {
    item.code_system = hot_system(code.size());
    sound = (code.size() == 7 || code.size() == 9 || code.size() == 13) && digits(code);
  } else {
    item.code_system = type == "3" ? drug::kPriceList : drug::kYj;
    sound = code.size() == 12 && letters_and_digits(code);
  }
  if (!sound) warn(item, Warning::outside_format);
}

std::string jahis_date(MedicationItem& item, std::string_view text, std::string_view label) {
  std::string date = japanese_date(text);
  if (!date.empty()) return date;
  warn(item, Warning::date_unclear);
  if (!text.empty()) add_note(item, std::string(label).append(": ").append(text));
  return date;
}

}  // namespace kenkod::parse
