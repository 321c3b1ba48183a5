// What the simulation is told over its control socket: a line each.
#pragma once

#include <string>
#include <vector>

#include "inserted_card.hpp"

namespace kenko_sim {

struct Told {
  std::string answer = "ok";  // one line, or several and an empty one
  bool when_powered = false;  // to be given once the reader has noticed the card
  bool quit = false;
};

Told obey(const std::string& line, Card& card, InsertedCard& inserted);

}  // namespace kenko_sim
