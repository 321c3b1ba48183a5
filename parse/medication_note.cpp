#include "parse/medication_note.hpp"

#include <algorithm>
#include <utility>

#include "common/validate.hpp"
#include "parse/warn.hpp"

namespace kenkod::parse {

void add_note(MedicationItem& item, std::string note) {
  if (note.empty() || std::ranges::find(item.notes, note) != item.notes.end()) return;
  if (item.notes.size() >= kMaxNotes || note.size() > kMaxNameBytes) {
    warn(item.warnings, Warning::part_not_read);
    return;
  }
  item.notes.push_back(std::move(note));
}

}  // namespace kenkod::parse
