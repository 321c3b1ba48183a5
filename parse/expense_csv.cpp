#include "parse/expense_csv.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/personal_number.hpp"
#include "common/validate.hpp"
#include "parse/csv.hpp"
#include "parse/expense_document.hpp"
#include "parse/expense_totals.hpp"
#include "parse/refusal.hpp"

namespace kenkod::parse {
namespace {

using enum ExpenseField;

enum class Section : std::uint8_t { beginning, insurance, overview, totals, lines, insurer, other };

struct SectionName {
  std::string_view name;
  Section section;
};
constexpr std::array<SectionName, 6> kSections{{
    {"資格情報", Section::insurance},
    {"医療費明細一覧の概要", Section::overview},
    {"医療費の合計", Section::totals},
    {"年間の合計", Section::totals},
    {"医療費情報明細", Section::lines},
    {"保険者情報", Section::insurer},
}};

struct Key {
  Section section;
  std::string_view name;  // as portal_key() gives it
  ExpenseField field;
};
constexpr std::array<Key, 19> kKeys{{
    {Section::beginning, "作成日", created},
    {Section::insurance, "氏名カナ", subject_kana},
    {Section::insurance, "氏名", subject_name},
    {Section::insurance, "生年月日", subject_birth},
    {Section::insurance, "性別", subject_sex},
    {Section::insurance, "保険者等番号", ExpenseField::insurer_number},
    {Section::insurance, "被保険者証等記号", insured_symbol},
    {Section::insurance, "被保険者証等番号", insured_number},
    {Section::insurance, "枝番", insured_branch},
    {Section::lines, "診療年月", month},
    {Section::lines, "診療区分", category},
    {Section::lines, "日数", days},
    {Section::lines, "医療機関等名称", facility},
    {Section::lines, "医療費の総額", total},
    {Section::lines, "保険者の負担額", ExpenseField::insurer},
    {Section::lines, "その他の公費の負担額", other_public},
    {Section::lines, "窓口相当負担額", own},
    {Section::insurer, "保険者の名称", insurer_name},
    {Section::insurer, "医療費情報明細の範囲", range},
}};
constexpr std::size_t kMaxKeys = 256;  // remembered

// Read over: they say nothing that the records do not.
constexpr std::array<std::string_view, 3> kPassedOver{"項目名", "年齢", "一覧表示の範囲"};

[[noreturn]] void refuse(Reason reason, const CsvCell& place) {
  throw Refused({.reason = reason, .layout = Layout::unknown, .line = place.line, .column = place.column});
}

std::optional<ExpenseField> field_named(Section section, std::string_view key) {
  const Section table = section == Section::totals ? Section::lines : section;
  const auto* const found = std::find_if(
      kKeys.begin(), kKeys.end(), [&](const Key& one) { return one.section == table && one.name == key; });
  return found == kKeys.end() ? std::nullopt : std::optional(found->field);
}

bool begins_like_a_key(std::string_view text) {
  return text.starts_with("期間") ||
         std::any_of(kKeys.begin(), kKeys.end(), [&](const Key& one) { return text.starts_with(one.name); });
}

class ExpenseCsv {
 public:
  ParsedDocument read(std::string_view utf8) {
    CsvReader rows(utf8);
    std::vector<CsvCell> row;
    while (rows.next(row)) {
      // Programs for tables fill rows up with empty cells.
      while (row.size() > 2 && row.back().text.empty()) row.pop_back();
      const auto empty = [](const CsvCell& cell) { return cell.text.empty(); };
      if (std::all_of(row.begin(), row.end(), empty)) continue;
      if (row.size() > 2) refuse(Reason::bad_line, row[2]);
      for (const CsvCell& cell : row) check(cell);
      take(row);
    }
    if (titles_ < 2) throw Refused({.reason = Reason::not_supported, .layout = Layout::portal_csv});
    if (totals_.differ(document_.lines(), document_.covered())) document_.warn(Warning::sums_differ);
    return std::move(document_).finish();
  }

 private:
  static void check(const CsvCell& cell) {
    if (cell.text.size() > kMaxNameBytes) refuse(Reason::text_too_long, cell);
    if (!plain_text(cell.text, true)) refuse(Reason::forbidden_character, cell);
  }

  static void scan(const CsvCell& cell) {
    if (contains_personal_number(cell.text)) refuse(Reason::personal_number, cell);
  }

  void take(std::span<const CsvCell> row) {
    scan(row[0]);
    const std::string& key = key_of(row[0].text);
    if (titles_ < 2) {
      title(key);
    } else if (row.size() == 1 || (row[1].text.empty() && section_named(key) != Section::other)) {
      section_ = section_named(key);
      // A row that lost its comma is no section: what follows would be lost with it.
      if (section_ == Section::other && begins_like_a_key(key)) refuse(Reason::bad_line, row[0]);
      opening_ = std::nullopt;
      if (section_ == Section::totals) totals_.open();
      if (section_ == Section::other) document_.warn(Warning::format_version_unknown);
    } else {
      entry(key, row[0], row[1]);
    }
  }

  // The few names of fields come again in every line: folded once.
  const std::string& key_of(std::string_view text) {
    if (const auto known = keys_.find(text); known != keys_.end()) return known->second;
    if (keys_.size() == kMaxKeys) keys_.clear();
    return keys_.emplace(text, portal_key(text)).first->second;
  }

  void title(std::string_view key) {
    const std::string_view expected = titles_ == 0 ? "わたしの情報" : "医療費通知情報";
    if (key != expected) throw Refused({.reason = Reason::not_supported, .layout = Layout::portal_csv});
    ++titles_;
  }

  static Section section_named(std::string_view key) {
    const auto* const found = std::find_if(kSections.begin(), kSections.end(),
                                           [&](const SectionName& one) { return one.name == key; });
    return found == kSections.end() ? Section::other : found->section;
  }

  void entry(std::string_view key, const CsvCell& place, const CsvCell& value) {
    const std::optional<ExpenseField> field = field_named(section_, key);
    if (!field || !is_identifier(*field)) scan(value);
    if (section_ == Section::lines) {
      line_entry(field, place, value.text);
    } else if (section_ == Section::totals && key == "期間") {
      totals_.period(value.text);
    } else if (section_ == Section::totals && field) {
      totals_.set(*field, value.text);
    } else if (field) {
      document_.set(*field, value.text);
    }
    const bool passed_over = std::find(kPassedOver.begin(), kPassedOver.end(), key) != kPassedOver.end();
    if (!field && key != "期間" && !passed_over) document_.warn(Warning::format_version_unknown);
  }

  // A line begins with the key that the first one began with. A key that the line already has belongs to the
  // next one, too: a line with a damaged beginning must not be mixed into the one before it.
  void line_entry(std::optional<ExpenseField> field, const CsvCell& place, std::string_view value) {
    if (!opening_) opening_ = field.value_or(month);
    const bool begins = field && (*field == *opening_ || document_.has(*field));
    if ((begins || !in_lines_) && !document_.open_line()) refuse(Reason::too_many_observations, place);
    in_lines_ = true;
    if (field) document_.set(*field, value);
  }

  ExpenseDocument document_{Layout::portal_csv};
  ExpenseTotals totals_;
  std::map<std::string, std::string, std::less<>> keys_;
  Section section_ = Section::beginning;
  int titles_ = 0;
  bool in_lines_ = false;
  std::optional<ExpenseField> opening_;
};

}  // namespace

ParsedDocument parse_expense_csv(std::string_view utf8) { return ExpenseCsv().read(utf8); }

}  // namespace kenkod::parse
