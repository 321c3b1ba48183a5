#include "parse/jahis_repeats.hpp"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <functional>
#include <numeric>
#include <span>
#include <tuple>

#include "common/validate.hpp"

namespace kenkod::parse {
namespace {

auto what(const MedicationItem& m) {
  return std::tie(m.date, m.facility_code, m.facility, m.code, m.name, m.amount, m.unit, m.usage,
                  m.usage_code, m.times, m.times_unit, m.form, m.end_date, m.generic_name, m.generic_code,
                  m.ingredient, m.prescriber_code, m.prescriber, m.doctor, m.department, m.code_system,
                  m.source);
}

// Where nothing is named, the notes are all there is.
bool only_notes(const MedicationItem& m) { return m.name.empty() && m.code.empty(); }

std::strong_ordering compare(const MedicationItem& a, const MedicationItem& b) {
  if (const auto order = what(a) <=> what(b); order != 0) return order;
  return only_notes(a) ? a.notes <=> b.notes : std::strong_ordering::equal;
}

// Equal for what compare() calls equal.
std::size_t hash_of(const MedicationItem& m) {
  constexpr std::size_t kFactor = 0x9E3779B97F4A7C15;  // 2^64 by the golden ratio: spreads the bits
  std::size_t all = 0;
  const auto add = [&](std::string_view text) {
    all = (all ^ std::hash<std::string_view>{}(text)) * kFactor;
  };
  for (const std::string* text :
       {&m.date, &m.facility_code, &m.facility, &m.code, &m.name, &m.amount, &m.usage})
    add(*text);
  if (only_notes(m)) std::ranges::for_each(m.notes, add);
  return all;
}

class Repeats {
 public:
  Repeats(std::vector<MedicationItem>& items, const std::vector<JahisRange>& ranges)
      : items_(items), ranges_(ranges), hashes_(items.size()), sorted_(items.size()), gone_(items.size()) {
    std::ranges::transform(items_, hashes_.begin(), hash_of);
    std::iota(sorted_.begin(), sorted_.end(), 0U);
    for (const JahisRange& range : ranges_)
      std::sort(sorted_.begin() + static_cast<std::ptrdiff_t>(range.begin),
                sorted_.begin() + static_cast<std::ptrdiff_t>(range.end),
                [&](std::uint32_t a, std::uint32_t b) { return compare_records(a, b) < 0; });
  }

  void unite() {
    std::vector<std::uint32_t> order(ranges_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
      const auto blocks = compare_blocks(a, b);
      return blocks != 0 ? blocks < 0 : a < b;  // the first stays
    });
    for (std::size_t i = 1, first = 0; i < order.size(); ++i) {
      if (compare_blocks(order[first], order[i]) == 0) {
        merge(order[first], order[i]);
      } else {
        first = i;
      }
    }
    std::size_t index = 0;
    std::erase_if(items_, [&](const MedicationItem&) { return gone_[index++]; });
  }

 private:
  [[nodiscard]] std::span<const std::uint32_t> records(std::uint32_t block) const {
    return std::span(sorted_).subspan(ranges_[block].begin, ranges_[block].end - ranges_[block].begin);
  }

  // In any order, but always the same. Nearly every pair differs, and the hash tells.
  [[nodiscard]] std::strong_ordering compare_records(std::uint32_t a, std::uint32_t b) const {
    if (const auto order = hashes_[a] <=> hashes_[b]; order != 0) return order;
    return compare(items_[a], items_[b]);
  }

  [[nodiscard]] std::strong_ordering compare_blocks(std::uint32_t a, std::uint32_t b) const {
    const auto left = records(a), right = records(b);
    if (const auto order = left.size() <=> right.size(); order != 0) return order;
    for (std::size_t i = 0; i < left.size(); ++i)
      if (const auto order = compare_records(left[i], right[i]); order != 0) return order;
    return std::strong_ordering::equal;
  }

  void merge(std::uint32_t kept, std::uint32_t repeated) {
    const auto to = records(kept), from = records(repeated);
    for (std::size_t i = 0; i < to.size(); ++i) {
      gone_[from[i]] = true;
      std::vector<std::string>& notes = items_[to[i]].notes;
      for (std::string& note : items_[from[i]].notes)
        if (notes.size() < kMaxNotes && std::ranges::find(notes, note) == notes.end())
          notes.push_back(std::move(note));
    }
  }

  std::vector<MedicationItem>& items_;
  const std::vector<JahisRange>& ranges_;
  std::vector<std::size_t> hashes_;    // of each record
  std::vector<std::uint32_t> sorted_;  // indices of records, in order within each block
  std::vector<bool> gone_;
};

}  // namespace

void unite_repeats(std::vector<MedicationItem>& items, const std::vector<JahisRange>& ranges) {
  if (ranges.size() > 1) Repeats(items, ranges).unite();
}

}  // namespace kenkod::parse
