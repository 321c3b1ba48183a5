// What arrived at the card, without anything secret or personal: only the bodies of SELECT are kept.
#pragma once

#include <string>
#include <vector>

#include "bytes.hpp"

namespace kenko_sim {

class ApduRecord {
 public:
  // An empty response: the command was never answered.
  void exchanged(BytesView command, BytesView response);
  void happened(std::string event) { lines_.push_back({std::move(event), false}); }
  void clear();

  // "00A4040C0A D392F000260100000001 9000": header with Lc or Le, body, status word. Instead of a body: -
  // (there was none),
  // ** (of VERIFY and of CHANGE REFERENCE DATA), .. (any other); ---- instead of a missing status word.
  std::vector<std::string> apdus() const;
  // The same and, in between, power-on, power-off, reset, inserted, removed.
  std::vector<std::string> events() const;
  std::size_t count() const { return apdus().size(); }
  // VERIFY commands with a PIN in them.
  unsigned verifies() const { return verifies_; }

 private:
  struct Line {
    std::string text;
    bool apdu;
  };
  std::vector<Line> lines_;
  unsigned verifies_ = 0;
};

}  // namespace kenko_sim
