#include "bus/options.hpp"

#include <algorithm>

namespace kenkod::bus {

void only(const Options& options, std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : options)
    if (std::ranges::find(known, key) == known.end())
      throw Error(ErrorCode::InvalidArgument, "There is no such option.").with("key", key);
}

}  // namespace kenkod::bus
