#include "parse/expense_document.hpp"

#include <algorithm>

#include "common/validate.hpp"
#include "parse/folding.hpp"
#include "parse/refusal.hpp"
#include "parse/text_values.hpp"
#include "parse/warn.hpp"

namespace kenkod::parse {
namespace {

using enum ExpenseField;

void set_amount(ExpenseItem& line, Amount& amount, std::string_view text) {
  YenText read = portal_yen(text);
  if (!read.readable) parse::warn(line.warnings, Warning::amount_not_a_number);
  amount = std::move(read.amount);
}

// "3", "３", "3日".
std::string day_count(std::string_view text) {
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return c > 0; });
  std::string folded = text.size() > 64 ? std::string{} : ascii ? std::string(text) : fold(text);
  if (folded.ends_with("日")) folded.resize(folded.size() - std::string_view("日").size());
  std::erase(folded, ' ');
  return !folded.empty() && folded.size() <= 4 && digits(folded) ? folded : std::string{};
}

bool nothing(std::string_view text) { return text.find_first_not_of(" -\t") == std::string_view::npos; }

bool adds_up(const ExpenseItem& line) {
  const auto total = yen_of(line.total), insurer = yen_of(line.insurer),
             other_public = yen_of(line.other_public), own = yen_of(line.own);
  if (!total || !insurer || !other_public || !own) return true;
  return *total == *insurer + *other_public + *own;
}

}  // namespace

ExpenseDocument::ExpenseDocument(Layout layout) {
  parsed_.facts.kind = Kind::expense;
  parsed_.facts.layout = to_name(layout);
}

void ExpenseDocument::warn(Warning warning) { parse::warn(parsed_.facts, warning); }

bool ExpenseDocument::open_line() {
  close_line();
  if (parsed_.expense.size() >= kMaxItems) return false;
  parsed_.expense.emplace_back();
  return true;
}

void ExpenseDocument::set(ExpenseField field, std::string_view text) {
  std::uint32_t& given = of_line(field) ? given_ : given_document_;
  if ((given & bit(field)) != 0 || (text.empty() && !of_line(field))) return;
  given |= bit(field);
  if (!of_line(field)) {
    set_in_document(field, text);
  } else if (line_is_open()) {
    set_in_line(parsed_.expense.back(), field, text);
  }
}

void ExpenseDocument::set_in_line(ExpenseItem& line, ExpenseField field, std::string_view text) {
  switch (field) {
    case month:
      if (text != month_text_) {  // lines of one month follow one another
        month_text_ = text;
        month_ = portal_month(text);
      }
      line.month = month_;
      if (line.month.empty()) parse::warn(line.warnings, Warning::date_unclear);
      break;
    case person:
      line.person = text;
      break;
    case category:
      line.category = text;
      break;
    case days:
      line.days = day_count(text);
      if (line.days.empty() && !nothing(text)) parse::warn(line.warnings, Warning::outside_format);
      break;
    case facility:
      line.facility = text;
      break;
    case total:
      set_amount(line, line.total, text);
      break;
    case insurer:
      set_amount(line, line.insurer, text);
      break;
    case other_public:
      set_amount(line, line.other_public, text);
      break;
    default:
      set_amount(line, line.own, text);
      break;
  }
}

void ExpenseDocument::set_in_document(ExpenseField field, std::string_view text) {
  DocumentFacts& facts = parsed_.facts;
  switch (field) {
    case created:
      facts.file_date = portal_date(text);
      break;
    case insurer_name:
      facts.author = text;
      break;
    case range:
      range_ = portal_range(text);
      break;
    case subject_name:
      facts.subject.name = text;
      break;
    case subject_kana:
      facts.subject.kana = text;
      break;
    case subject_birth:
      facts.subject.birth_date = portal_date(text);
      subject_doubtful_ |= facts.subject.birth_date.empty();
      break;
    case subject_sex:
      facts.subject.sex = portal_sex(text);
      subject_doubtful_ |= facts.subject.sex.empty();
      break;
    case insurer_number:
      facts.subject.insurer_number = text;
      break;
    case insured_symbol:
      facts.subject.insured_symbol = text;
      break;
    case insured_number:
      facts.subject.insured_number = text;
      break;
    default:
      facts.subject.insured_branch = text;
      break;
  }
}

void ExpenseDocument::close_line() {
  if (!line_is_open()) return;  // nothing is given yet
  ExpenseItem& line = parsed_.expense.back();
  for (const ExpenseField needed : {month, category, facility, total, own})
    if (!has(needed)) parse::warn(line.warnings, Warning::part_missing);
  if (!has(month)) parse::warn(line.warnings, Warning::date_unclear);
  if (!adds_up(line)) parse::warn(line.warnings, Warning::amounts_disagree);
  given_ = 0;
}

ParsedDocument ExpenseDocument::finish() && {
  close_line();
  if (parsed_.expense.empty()) throw Refused({.reason = Reason::no_results});
  DocumentFacts& facts = parsed_.facts;
  MonthRange lines;
  for (const ExpenseItem& line : parsed_.expense) {
    if (line.month.empty()) continue;
    if (lines.first.empty() || line.month < lines.first) lines.first = line.month;
    lines.last = std::max(lines.last, line.month);
  }
  facts.date = facts.file_date;
  if (facts.date.empty()) {
    // Without its own day a notice stands at the beginning of its newest month.
    if (lines.last.empty()) throw Refused({.reason = Reason::no_date});
    facts.date = lines.last + "-01";
    warn(Warning::part_missing);
  }
  // Notices of one day over other months or of another insurer are no revisions of each other.
  const MonthRange months = range_.value_or(lines);
  facts.part = months.first + "/" + months.last + "/" + facts.subject.insurer_number;
  if (!names_anyone(facts.subject)) warn(Warning::subject_not_stated);
  if (subject_doubtful_) warn(Warning::identifiers_not_verified);
  return std::move(parsed_);
}

}  // namespace kenkod::parse
