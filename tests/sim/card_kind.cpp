#include "card_kind.hpp"

#include <algorithm>
#include <array>

namespace kenko_sim {

namespace {

// ATRs are those of real contactless cards, except for smartphones and the next generation, for which none is
// public: they have those of other My Number cards, as nobody should decide by the ATR.
constexpr std::array<CardKind, 6> kinds{{
    {"my-number",
     "3B8880010000"
     "41E0B381A1003B",
     "JPKIAPICCTOKEN2", false, false},
    {"juki",
     "3B8880010000"
     "14E0B38191005E",
     "JPKIAPICCTOKEN", false, false},
    {"android",
     "3B8880010000"
     "05E0B381A1007F",
     "JPKIAPGPSETOKEN", true, false},
    {"iphone",
     "3B8880010000"
     "05E0B381A1007F",
     "JPKIAPIOSTOKEN", true, false},
    {"licence",
     "3B8880010000"
     "00009181C100D8",
     "", false, false},
    {"next-generation",
     "3B888001004B"
     "51FFB381D1000F",
     "JPKIAPICCTOKEN2", false, true},
}};

}  // namespace

const CardKind* find_card_kind(std::string_view name) {
  const auto* found = std::ranges::find(kinds, name, &CardKind::name);
  return found == kinds.end() ? nullptr : found;
}

const CardKind& my_number_card() { return kinds.front(); }

}  // namespace kenko_sim
