// Samples with one damaged byte: the copy, and which bytes are damaged.
#pragma once

#include <string>

namespace kenkod::test {

// Every byte up to 8 KiB, every 97th above.
inline std::size_t step_of(const std::string& sample) { return sample.size() <= 8'192 ? 1 : 97; }

inline std::string flipped(std::string sample, std::size_t at, unsigned mask) {
  sample[at] = static_cast<char>(static_cast<unsigned char>(sample[at]) ^ mask);
  return sample;
}

}  // namespace kenkod::test
