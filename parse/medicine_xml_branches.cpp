#include "parse/medicine_xml_branches.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <tuple>

namespace kenkod::parse {
namespace {

std::string_view facility_of(const MedicationItem& item) {
  return item.facility_code.empty() ? item.facility : item.facility_code;
}

// MedicationSource is declared best first.
auto order(const MedicationItem& item) {
  return std::tuple(std::string_view(item.date), facility_of(item), std::string_view(item.code), item.source);
}

bool same_medicine(const MedicationItem& a, const MedicationItem& b) {
  return a.date == b.date && facility_of(a) == facility_of(b) && a.code == b.code;
}

bool comparable(const MedicationItem& item) {
  return item.date.size() == 10 && !facility_of(item).empty() && !item.code.empty();
}

}  // namespace

void keep_best_branch(std::vector<MedicationItem>& items) {
  std::vector<std::uint32_t> sorted;
  sorted.reserve(items.size());
  for (std::uint32_t i = 0; i < items.size(); ++i)
    if (comparable(items[i])) sorted.push_back(i);
  std::ranges::sort(sorted,
                    [&](std::uint32_t a, std::uint32_t b) { return order(items[a]) < order(items[b]); });
  std::vector<bool> gone(items.size());
  const MedicationItem* best = nullptr;
  for (const std::uint32_t i : sorted) {
    if (best == nullptr || !same_medicine(*best, items[i])) best = &items[i];
    gone[i] = items[i].source != best->source;
  }
  std::size_t index = 0;
  std::erase_if(items, [&](const MedicationItem&) { return gone[index++]; });
}

}  // namespace kenkod::parse
