// A path of elements packed into one number, so that a header field is one case of a switch.
#pragma once

#include <concepts>
#include <cstdint>

#include "parse/elements.hpp"

namespace kenkod::parse {

// Six bits per element, ten elements; a deeper path is 0 and matches nothing.
using PathKey = std::uint64_t;

template <std::same_as<Element>... E>
constexpr PathKey path_key(E... elements) {
  static_assert(sizeof...(E) <= 10);
  PathKey key = 0;
  ((key = key << 6 | static_cast<PathKey>(elements)), ...);
  return key;
}

}  // namespace kenkod::parse
