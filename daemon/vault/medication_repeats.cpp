#include "vault/medication_repeats.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <tuple>

#include "common/name_folding.hpp"
#include "vault/record_codec.hpp"

namespace kenkod::vault {
namespace {

using MedicationEntry = Entry<MedicationItem>;
using Indices = std::vector<std::size_t>;

constexpr std::size_t kDayLength = 10;
constexpr std::string_view kNotebook = "jahis-tc";

std::string by_code(const MedicationItem& item) {
  return item.code.empty() ? std::string() : "c" + item.code_system + "\n" + item.code;
}
std::string by_name(const MedicationItem& item) {
  return item.name.empty() ? std::string() : "n" + fold_name(item.name);
}

// The facility of each entry: its code, else its name; a name that only one code has stands for that code.
std::vector<std::string> facilities(const Entries<MedicationItem>& entries) {
  std::map<std::string, std::set<std::string>> codes;
  for (const auto& entry : entries)
    if (!entry.item.facility_code.empty() && !entry.item.facility.empty())
      codes[fold_name(entry.item.facility)].insert(fold_name(entry.item.facility_code));
  std::vector<std::string> result;
  result.reserve(entries.size());
  for (const auto& entry : entries) {
    const auto& item = entry.item;
    if (!item.facility_code.empty()) {
      result.push_back("c" + fold_name(item.facility_code));
    } else if (item.facility.empty()) {
      result.emplace_back();
    } else {
      const auto name = fold_name(item.facility);
      const auto found = codes.find(name);
      const bool clear = found != codes.end() && found->second.size() == 1;
      result.push_back(clear ? "c" + *found->second.begin() : "n" + name);
    }
  }
  return result;
}

bool in_notebook(const MedicationEntry& entry) { return entry.document->facts.layout == kNotebook; }

// What a dispensing is compared by. Own entries are the person's word, not another form of a dispensing.
std::optional<int> preference(const MedicationItem& item) {
  switch (item.source) {
    case MedicationSource::claim:
      return 0;
    case MedicationSource::dispensed:
      return 1;
    case MedicationSource::prescribed:
      return 2;
    case MedicationSource::own_entry:
      break;
  }
  return std::nullopt;
}

// The blocks of the notebook, newest first. Entries are in the order of shown_before().
void compare_blocks(Entries<MedicationItem>& entries, const Indices& of_facility, bool facility_known) {
  std::vector<std::pair<std::int64_t, Indices>> blocks;
  for (const auto i : of_facility) {
    if (!in_notebook(entries[i])) continue;
    if (blocks.empty() || blocks.back().first != entries[i].age->number)
      blocks.emplace_back(entries[i].age->number, Indices{});
    blocks.back().second.push_back(i);
  }
  if (blocks.size() < 2) return;
  std::set<std::multiset<std::string>> newer;
  for (const auto& [document, block] : blocks) {
    std::multiset<std::string> medicines;
    for (const auto i : block) {
      const auto code = by_code(entries[i].item);
      medicines.insert(code.empty() ? by_name(entries[i].item) : code);
    }
    const bool again = newer.contains(medicines);
    const bool corrected = facility_known && !again && !newer.empty();
    for (const auto i : block) {
      entries[i].hidden = again;
      entries[i].overtaken = corrected;
    }
    newer.insert(std::move(medicines));
  }
}

// Sets of entries that are the same medicine.
class Medicines {
 public:
  explicit Medicines(std::size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), 0U); }

  void join_by(const std::string& key, std::size_t entry) {
    if (key.empty()) return;
    const auto [first, is_new] = first_.try_emplace(key, entry);
    if (!is_new) parent_[root(entry)] = root(first->second);
  }
  std::size_t root(std::size_t entry) {
    while (parent_[entry] != entry) entry = parent_[entry] = parent_[parent_[entry]];
    return entry;
  }

 private:
  std::vector<std::size_t> parent_;
  std::map<std::string, std::size_t> first_;
};

void show_once(Entries<MedicationItem>& entries, const Indices& of_facility) {
  Indices compared;
  std::set<std::pair<int, std::int64_t>> groups;
  for (const auto i : of_facility) {
    const auto source = preference(entries[i].item);
    if (!source || entries[i].hidden) continue;
    compared.push_back(i);
    groups.emplace(*source, entries[i].age->number);
  }
  if (groups.size() < 2) return;

  Medicines medicines(compared.size());
  for (std::size_t at = 0; at < compared.size(); ++at) {
    medicines.join_by(by_code(entries[compared[at]].item), at);
    medicines.join_by(by_name(entries[compared[at]].item), at);
  }
  // Of each medicine the entry that is preferred; its document and source show all of their lines of it.
  const auto preferred = [&](std::size_t a, std::size_t b) {
    const auto pa = preference(entries[a].item);
    const auto pb = preference(entries[b].item);
    return pa != pb ? pa < pb : shown_before(entries[a], entries[b]);
  };
  std::map<std::size_t, std::size_t> best;
  for (std::size_t at = 0; at < compared.size(); ++at) {
    const auto [found, is_new] = best.try_emplace(medicines.root(at), compared[at]);
    if (!is_new && preferred(compared[at], found->second)) found->second = compared[at];
  }
  for (std::size_t at = 0; at < compared.size(); ++at) {
    auto& entry = entries[compared[at]];
    const auto& shown = entries[best.at(medicines.root(at))];
    const bool together = entry.age->number == shown.age->number && entry.item.source == shown.item.source;
    // Blocks of the notebook were compared as a whole.
    const bool both_in_notebook =
        in_notebook(entry) && in_notebook(shown) && entry.item.source == shown.item.source;
    if (!together && !both_in_notebook) entry.hidden = true;
  }
}

void hide_identical(Entries<MedicationItem>& entries, const Indices& some) {
  std::vector<RepeatKey> keys;
  keys.reserve(some.size());
  ByteWriter out;
  for (const auto i : some) {
    out.clear();
    encode(out, entries[i].item);
    keys.push_back({{out.bytes().begin(), out.bytes().end()}, entries[i].age->number});
  }
  const auto hidden = repeats(keys);
  for (std::size_t at = 0; at < some.size(); ++at)
    if (hidden[at]) entries[some[at]].hidden = true;
}

}  // namespace

void mark_repeats(Entries<MedicationItem>& entries, std::string_view date) {
  const auto unsorted = facilities(entries);
  Indices order(entries.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    return unsorted[a] != unsorted[b] ? unsorted[a] < unsorted[b] : shown_before(entries[a], entries[b]);
  });
  Entries<MedicationItem> sorted;
  sorted.reserve(entries.size());
  std::map<std::string, Indices> by_facility;
  for (const auto i : order) {
    by_facility[unsorted[i]].push_back(sorted.size());
    sorted.push_back(std::move(entries[i]));
  }
  entries = std::move(sorted);

  const bool a_day = date.size() == kDayLength;
  for (const auto& [facility, indices] : by_facility) {
    if (a_day) compare_blocks(entries, indices, !facility.empty());
    if (a_day && !facility.empty())
      show_once(entries, indices);
    else
      hide_identical(entries, indices);
  }
}

}  // namespace kenkod::vault
