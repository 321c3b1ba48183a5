// Damage of every kind a byte can take: a changed byte may change only the record that holds it, and
// truncated documents never crash the parser.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/unit/flipped.hpp"
#include "tests/unit/parse_support.hpp"

namespace kenkod::test {

// The medicines of a text; nothing when it is refused, whatever for.
inline std::optional<std::vector<MedicationItem>> medicines(std::string_view text) {
  try {
    return parsed(text).medication;
  } catch (const parse::Refused&) {
    return std::nullopt;
  }
}

struct Touched {
  std::set<std::size_t> records;  // that hold the byte: these may change or go
  std::size_t fresh = 0;          // how many others may come instead
};

// What of `from` is not in `of`, one for one.
inline std::vector<MedicationItem> missing(std::vector<MedicationItem> from,
                                           const std::vector<MedicationItem>& of) {
  for (const MedicationItem& one : of)
    if (const auto found = std::ranges::find(from, one); found != from.end()) from.erase(found);
  return from;
}

// Flips bits of every byte of `sample`. `touched`: what a byte at this offset belongs to. `hidden`: records
// that another one stands for, and that may come to light.
inline void flip_every_byte(const std::string& sample, const std::function<Touched(std::size_t)>& touched,
                            const std::vector<MedicationItem>& hidden = {}) {
  const std::vector<MedicationItem> original = parsed(sample).medication;
  std::size_t accepted = 0;
  for (std::size_t at = 0; at < sample.size(); ++at) {
    const Touched allowed = touched(at);
    std::vector<MedicationItem> others;
    for (std::size_t i = 0; i < original.size(); ++i)
      if (!allowed.records.contains(i)) others.push_back(original[i]);
    for (const unsigned mask : {0x01U, 0x04U, 0x20U}) {
      const auto now = medicines(flipped(sample, at, mask));
      if (!now) continue;
      ++accepted;
      ASSERT_TRUE(missing(others, *now).empty()) << "byte " << at << " mask " << mask << " changed another";
      const auto fresh = missing(missing(*now, others), hidden);
      ASSERT_LE(fresh.size(), allowed.fresh) << "byte " << at << " mask " << mask << " made records";
    }
  }
  EXPECT_GT(accepted, sample.size() / 4) << "most of a document is text: flips there are other texts";
}

}  // namespace kenkod::test
