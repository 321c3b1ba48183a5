// What is written once for many records (a facility, a usage, a note) is copied into each of them. A hostile
// document must not turn ten megabytes into gigabytes that way.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "parse/refusal.hpp"

namespace kenkod::parse {

class CopyBudget {
 public:
  // Real documents copy less than their own size.
  explicit CopyBudget(std::size_t document_bytes) : left_(document_bytes * 4 + 1'048'576) {}

  // Throws Refused(text_too_long).
  void spend(std::size_t bytes) {
    if (bytes > left_) throw Refused({.reason = Reason::text_too_long});
    left_ -= bytes;
  }
  // Copies where nothing is written yet.
  void fill(std::string& to, std::string_view value) {
    if (value.empty() || !to.empty()) return;
    spend(value.size());
    to = value;
  }

 private:
  std::size_t left_;
};

}  // namespace kenkod::parse
