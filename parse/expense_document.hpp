// 医療費のお知らせ as records, whatever the layout it was written in: takes the texts of named fields and
// judges them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/record.hpp"
#include "parse/layouts.hpp"
#include "parse/portal_values.hpp"

namespace kenkod::parse {

enum class ExpenseField : std::uint8_t {
  // Of a line
  month,
  person,
  category,
  days,
  facility,
  total,
  insurer,
  other_public,
  own,
  last_of_line = own,
  // Of the document
  created,
  insurer_name,
  range,  // months that the lines cover
  subject_name,
  subject_kana,
  subject_birth,
  subject_sex,
  insurer_number,
  insured_symbol,
  insured_number,
  insured_branch,
};
[[nodiscard]] constexpr bool of_line(ExpenseField field) noexcept {
  return field <= ExpenseField::last_of_line;
}
// Digits of these are no 個人番号.
[[nodiscard]] constexpr bool is_identifier(ExpenseField field) noexcept {
  return field >= ExpenseField::insurer_number;
}

class ExpenseDocument {
 public:
  explicit ExpenseDocument(Layout layout);

  // The fields of a line belong to the line opened last. False: there are too many of them.
  [[nodiscard]] bool open_line();
  [[nodiscard]] bool line_is_open() const noexcept { return !parsed_.expense.empty(); }
  // Said in the open line already.
  [[nodiscard]] bool has(ExpenseField field) const noexcept { return (given_ & bit(field)) != 0; }
  // The first text of a field counts. `text` has passed the limits of names.
  void set(ExpenseField field, std::string_view text);
  void warn(Warning warning);

  [[nodiscard]] const std::vector<ExpenseItem>& lines() const noexcept { return parsed_.expense; }
  [[nodiscard]] const std::optional<MonthRange>& covered() const noexcept { return range_; }
  // Throws Refused(no_results, no_date).
  [[nodiscard]] ParsedDocument finish() &&;

 private:
  static constexpr std::uint32_t bit(ExpenseField field) noexcept {
    return 1U << static_cast<unsigned>(field);
  }
  void set_in_line(ExpenseItem& line, ExpenseField field, std::string_view text);
  void set_in_document(ExpenseField field, std::string_view text);
  void close_line();

  ParsedDocument parsed_;
  std::uint32_t given_ = 0;           // fields of the open line, one bit each
  std::uint32_t given_document_ = 0;  // fields outside of lines
  std::string month_text_, month_;    // of the last line
  std::optional<MonthRange> range_;
  bool subject_doubtful_ = false;
};

}  // namespace kenkod::parse
