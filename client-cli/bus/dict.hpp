// Reading a{sv} of an answer: a key that is absent or of another type gives the fallback.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <map>
#include <string>

namespace kenkod::cli {

using Dict = std::map<std::string, sdbus::Variant>;

template <typename T>
[[nodiscard]] T value_of(const Dict& dict, const std::string& key, T fallback = {}) {
  const auto found = dict.find(key);
  if (found == dict.end()) return fallback;
  try {
    return found->second.get<T>();
  } catch (const sdbus::Error&) {
    return fallback;
  }
}

}  // namespace kenkod::cli
