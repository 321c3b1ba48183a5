// `a{sv} options` of a call: every key must be known, every value of its type. A typo is an error, never
// ignored.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "common/error.hpp"

namespace kenkod::bus {

using Options = std::map<std::string, sdbus::Variant>;

void only(const Options& options, std::initializer_list<std::string_view> known);

template <class T>
std::optional<T> option(const Options& options, const std::string& key) {
  const auto found = options.find(key);
  if (found == options.end()) return std::nullopt;
  if (!found->second.containsValueOfType<T>())
    throw Error(ErrorCode::InvalidArgument, "An option has the wrong type.").with("key", key);
  return found->second.get<T>();
}

}  // namespace kenkod::bus
