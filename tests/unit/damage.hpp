// Damaged copies of a sample: cut off at every length, and every byte changed.
#pragma once

#include <functional>
#include <string>

#include "common/record.hpp"
#include "common/validate.hpp"
#include "tests/unit/flipped.hpp"
#include "tests/unit/parse_support.hpp"

namespace kenkod::test {

using Parser = std::function<ParsedDocument(const std::string&)>;

// Accepted and fit for a vault, or refused with a reason; anything else fails the test.
inline std::optional<ParsedDocument> survives(const Parser& parse, const std::string& text) {
  try {
    ParsedDocument parsed = parse(text);
    validate(parsed, "9999-12-31");
    return parsed;
  } catch (const Error&) {
    return std::nullopt;
  }
}

inline void cut_anywhere(const Parser& parse, const std::string& sample) {
  for (std::size_t size = 0; size < sample.size(); size += step_of(sample))
    (void)survives(parse, sample.substr(0, size));
}

// `differing` says how many records differ between two documents; at most one may. Returns how many damaged
// copies were accepted.
inline std::size_t flip_every_byte(
    const Parser& parse, const std::string& sample,
    const std::function<std::size_t(const ParsedDocument&, const ParsedDocument&)>& differing) {
  const ParsedDocument whole = parse(sample);
  std::size_t accepted = 0;
  for (std::size_t at = 0; at < sample.size(); at += step_of(sample))
    for (const unsigned mask : {0x01U, 0x10U, 0x80U}) {
      const auto read = survives(parse, flipped(sample, at, mask));
      if (!read) continue;
      ++accepted;
      EXPECT_LE(differing(whole, *read), 1U) << "byte " << at << " mask " << mask;
    }
  return accepted;
}

}  // namespace kenkod::test
