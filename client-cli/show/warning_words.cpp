#include "client-cli/show/warning_words.hpp"

#include <array>
#include <utility>

#include "client-cli/text/i18n.hpp"
#include "common/record.hpp"

namespace kenkod::cli {
namespace {

using Entry = std::pair<Warning, const char*>;

constexpr std::array kWords{
    Entry{Warning::unknown_code, tr_later("The code is not in our tables; the name is the file's own.")},
    Entry{Warning::unit_contradicts_code, tr_later("The unit belongs to another quantity than the code.")},
    Entry{Warning::display_name_contradicts_code, tr_later("The name in the file is that of another item.")},
    Entry{Warning::type_contradicts_code, tr_later("The kind of value is not the one the code asks for.")},
    Entry{Warning::unit_spelling, tr_later("The unit is missing or spelt differently.")},
    Entry{Warning::outside_format, tr_later("The value is outside the digits or limits of the format.")},
    Entry{Warning::unknown_code_value, tr_later("The coded value is not in its list.")},
    Entry{Warning::code_list_unclear,
          tr_later("The same code means different things, and the file does not say which.")},
    Entry{Warning::value_with_negation,
          tr_later("The file says both \"not performed\" and a value; taken as not performed.")},
    Entry{Warning::other_null_flavor, tr_later("The file gives an unusual reason for the missing value.")},
    Entry{Warning::superseded_code, tr_later("The code was withdrawn or is a known misprint of another.")},
    Entry{Warning::date_is_file_date,
          tr_later("There is no examination date; the date of the file is shown.")},
    Entry{Warning::identifiers_not_verified, tr_later("The person's identifiers could not be recognised.")},
    Entry{Warning::report_category_unclear, tr_later("The category of the report is unclear.")},
    Entry{Warning::schema_order, tr_later("Parts of the file's header are missing or out of order.")},
    Entry{Warning::layout_not_known,
          tr_later(
              "The layout is not publicly known; the file is kept as it is and nothing was read from it.")},
    Entry{Warning::subject_not_stated, tr_later("The file does not say whose records these are.")},
    Entry{Warning::reference_not_found, tr_later("The file refers to parts that it does not hold.")},
    Entry{Warning::format_version_unknown,
          tr_later("The version of the format is not known; it was read by the newest known one.")},
    Entry{Warning::part_missing, tr_later("A part that the format requires is missing.")},
    Entry{Warning::sums_differ, tr_later("The stated total differs from the sum of the lines.")},
    Entry{Warning::code_missing, tr_later("A code is announced but missing.")},
    Entry{Warning::amounts_disagree,
          tr_later("The amounts do not add up (rounding or 高額療養費 may be the reason).")},
    Entry{Warning::amount_not_a_number, tr_later("The amount is no number; it counts as unknown, not as 0.")},
    Entry{Warning::date_unclear, tr_later("The date is missing or is no day of the calendar.")},
    Entry{Warning::part_not_read,
          tr_later("A part of it was not read; the file itself is kept with everything in it.")},
    Entry{Warning::dates_differ, tr_later("The date of the result is not the date of the examination.")},
    Entry{Warning::fasting_contradicts_code,
          tr_later("The time since the last meal says otherwise than the names of the results.")},
};
static_assert(kWords.size() == static_cast<std::size_t>(Warning::fasting_contradicts_code) + 1);

}  // namespace

std::string warning_words(std::string_view name) {
  for (const auto& [warning, words] : kWords)
    if (to_name(warning) == name) return tr(words);
  return std::string(name);
}

bool is_contradiction(std::string_view name) noexcept {
  return name == to_name(Warning::unit_contradicts_code) ||
         name == to_name(Warning::display_name_contradicts_code) ||
         name == to_name(Warning::type_contradicts_code);
}

}  // namespace kenkod::cli
