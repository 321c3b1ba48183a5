#include "parse/reference_ranges.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "parse/decimal.hpp"
#include "parse/item_tables.hpp"
#include "parse/oids.hpp"
#include "parse/tsv.hpp"

namespace kenkod::parse {
namespace {

// Since when an edition is in force, and until when. The 2013 edition was in force to the end of its period.
struct Edition {
  std::string_view written, shown, from, before;
};
constexpr std::string_view kEver = "9999-12-31";
constexpr std::array<Edition, 6> kEditions{{
    {"2008", "2008", "2008-04-01", "2013-04-01"},
    {"2013 and earlier", "2013", "2008-04-01", "2018-04-01"},
    {"2018", "2018", "2018-04-01", "2024-04-01"},
    {"2024", "2024", "2024-04-01", kEver},
    {"2018/2024", "2018", "2018-04-01", "2024-04-01"},
    {"2018/2024", "2024", "2024-04-01", kEver},
}};

std::string threshold(std::string_view low, std::string_view high) {
  const std::string_view given = low.empty() ? high : low;
  if (given.empty()) return {};
  const std::optional<std::string> number = canonical(given);
  if (!number || (!low.empty() && !high.empty())) throw std::runtime_error("reference ranges: threshold");
  return *number;
}

bool doubtful(Warning warning) {
  return warning != Warning::unit_spelling && warning != Warning::superseded_code;
}

bool sound(const CheckupItem& item) {
  return !item.name.empty() && !item.value.empty() && item.absence == Absence::none &&
         item.code_system == oid::kItems &&
         std::none_of(item.warnings.begin(), item.warnings.end(), doubtful);
}

// The facility's own judgement, by its words or by its range, says that the value is fine; or its range
// cannot be compared.
bool facility_decides(const CheckupItem& item) {
  if (item.interpretation == Interpretation::normal) return true;
  const ReferenceRange& range = item.range;
  if (item.interpretation != Interpretation::none || (range.low.empty() && range.high.empty())) return false;
  if (item.decimal.empty() || (!range.unit.empty() && range.unit != item.unit)) return true;
  const std::optional<std::string> low = canonical(range.low), high = canonical(range.high);
  if ((!range.low.empty() && !low) || (!range.high.empty() && !high)) return true;
  return (!low || !less(item.decimal, *low)) && (!high || !less(*high, item.decimal));
}

}  // namespace

ReferenceRanges ReferenceRanges::load(const std::filesystem::path& directory) {
  ReferenceRanges ranges;
  ranges.text_ = read_table(directory / "reference-ranges.tsv");
  for_each_row<11>(*ranges.text_, [&](const TsvRow<11>& r) {
    Row row;
    row.sex = r[1] == "M" ? "1" : r[1] == "F" ? "2" : "";
    row.guidance = threshold(r[2], r[3]);
    row.referral = threshold(r[4], r[5]);
    row.unit = r[6];
    constexpr std::string_view kCode = "code ";
    row.coded = row.unit.starts_with(kCode);
    if (row.coded) row.unit.remove_prefix(kCode.size());
    constexpr std::array<std::pair<std::string_view, Compare>, 3> kRules{
        {{"flag when value >= ", Compare::at_least},
         {"flag when value <= ", Compare::at_most},
         {"flag when value < ", Compare::below}}};
    const auto* const rule = std::find_if(kRules.begin(), kRules.end(),
                                          [&](const auto& one) { return r[7].starts_with(one.first); });
    if (rule == kRules.end() || (r[2].empty() && r[4].empty()) != (rule->second == Compare::at_least))
      throw std::runtime_error("reference ranges: rule");
    row.compare = rule->second;
    if (r[0].starts_with("空腹時")) row.drawn = "2";
    if (r[0].starts_with("随時")) row.drawn = "34";
    row.confidence = r[10];
    ranges.add(row, r[9], r[8]);
  });
  return ranges;
}

void ReferenceRanges::add(const Row& row, std::string_view editions, std::string_view codes) {
  const std::size_t known = rows_.size();
  for (const Edition& edition : kEditions) {
    if (edition.written != editions) continue;
    Row& added = rows_.emplace_back(row);
    added.edition = edition.shown;
    added.from = edition.from;
    added.before = edition.before;
    for (std::string_view left = codes; !left.empty();) {
      const std::size_t end = std::min(left.find(' '), left.size());
      by_code_.emplace(left.substr(0, end), rows_.size() - 1);
      left.remove_prefix(std::min(end + 1, left.size()));
    }
  }
  if (rows_.size() == known) throw std::runtime_error("reference ranges: edition");
}

RangeCheck::RangeCheck(const ReferenceRanges& ranges, const ParsedDocument& document)
    : ranges_(ranges), date_(document.facts.date), sex_(document.facts.subject.sex) {
  const auto& marks = document.facts.warnings;
  // Without the day of the examination nobody knows which edition applies.
  date_known_ = std::find(marks.begin(), marks.end(), Warning::date_is_file_date) == marks.end();
  for (const CheckupItem& item : document.checkup)
    if (item.code == kBloodDrawn && !item.value.empty()) drawn_.emplace(day_of(item), item.value);
}

void RangeCheck::flag(CheckupItem& item) {
  if (!date_known_ || !sound(item) || facility_decides(item)) return;
  const std::string& day = day_of(item);
  const auto answer = drawn_.find(day);
  const std::string_view drawn = answer == drawn_.end() ? std::string_view{} : answer->second;
  const ReferenceRanges::Row* const row = ranges_.row_for(item, {.day = day, .sex = sex_, .drawn = drawn});
  if (row == nullptr) return;
  item.flag = judge(item, *row);
  if (item.flag != Flag::none)
    item.flag_basis = std::string(row->edition).append("/").append(row->confidence);
}

const ReferenceRanges::Row* ReferenceRanges::row_for(const CheckupItem& item,
                                                     const Circumstances& with) const {
  const auto [first, last] = by_code_.equal_range(item.code);
  for (auto at = first; at != last; ++at) {
    const Row& row = rows_[at->second];
    const bool in_force = with.day >= row.from && with.day < row.before;
    const bool of_person = row.sex.empty() || row.sex == with.sex;
    // 空腹時 and 随時 have thresholds of their own: the answer to 採血時間 must not say the other.
    const bool drawn_fits =
        row.drawn.empty() || with.drawn.empty() || row.drawn.find(with.drawn) != std::string_view::npos;
    if (in_force && of_person && drawn_fits) return &row;
  }
  return nullptr;
}

// What is compared with a threshold; empty when unit or value list is another one.
std::string_view RangeCheck::number_of(const CheckupItem& item, const ReferenceRanges::Row& row) {
  if (!row.coded) {
    if (item.unit.empty() || units_.match(item.unit, row.unit, {}) == UnitMatch::contradiction) return {};
    return item.decimal;
  }
  const bool code = item.value_system == row.unit && canonical(item.value) == item.value;
  return code ? std::string_view(item.value) : std::string_view{};
}

Flag RangeCheck::judge(const CheckupItem& item, const ReferenceRanges::Row& row) {
  const std::string_view number = number_of(item, row);
  if (number.empty()) return Flag::none;
  // "At or below this number" says nothing about being at or above a threshold, and the reverse.
  const bool upwards = row.compare == ReferenceRanges::Compare::at_least;
  if (item.qualifier == (upwards ? Qualifier::low : Qualifier::high)) return Flag::none;
  if (item.interpretation == (upwards ? Interpretation::low : Interpretation::high)) return Flag::none;
  const auto crosses = [&](const std::string& limit) {
    if (limit.empty()) return false;
    if (upwards) return !less(number, limit);
    return row.compare == ReferenceRanges::Compare::below ? less(number, limit) : !less(limit, number);
  };
  if (crosses(row.referral)) return Flag::referral;
  return crosses(row.guidance) ? Flag::guidance : Flag::none;
}

}  // namespace kenkod::parse
