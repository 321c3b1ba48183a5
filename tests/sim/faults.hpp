// What goes wrong with a certain APDU, counted from now on: 1 is the next one.
#pragma once

#include <map>
#include <optional>

#include "status_words.hpp"

namespace kenko_sim {

struct Fault {
  enum Kind {
    remove,      // the card does what it was told, and is gone before it answers
    cut_short,   // one octet comes back
    wrong_data,  // the data that come back are not the card's
    refuse,      // the card does nothing and answers with a status word
  } kind;
  sw::StatusWord word = 0;
};

class Faults {
 public:
  void plan(unsigned nth, Fault fault) { planned_[arrived_ + nth] = fault; }
  void clear() { planned_.clear(); }
  // Of the APDU that arrived just now.
  std::optional<Fault> next();

 private:
  std::map<unsigned long, Fault> planned_;
  unsigned long arrived_ = 0;
};

}  // namespace kenko_sim
