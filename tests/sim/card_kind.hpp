// The kinds of cards (and of what looks like one) that a reader may meet.
#pragma once

#include <optional>
#include <string_view>

#include "bytes.hpp"

namespace kenko_sim {

struct CardKind {
  std::string_view name;
  std::string_view atr;        // hexadecimal
  std::string_view label;      // of EF 0006; empty: the card has none of the applications
  bool certificate_needs_pin;  // as on smartphones
  bool elliptic_curve;         // the key of the user authentication certificate
};

const CardKind* find_card_kind(std::string_view name);
const CardKind& my_number_card();

}  // namespace kenko_sim
