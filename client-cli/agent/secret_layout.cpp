#include "client-cli/agent/secret_layout.hpp"

#include <cstring>

namespace kenkod::cli {

SecretBuffer join_lines(std::initializer_list<std::string_view> parts) {
  std::size_t size = parts.size() > 0 ? parts.size() - 1 : 0;
  for (const auto part : parts) size += part.size();
  SecretBuffer joined(size);
  std::size_t at = 0;
  bool first = true;
  for (const auto part : parts) {
    if (!first) joined.data()[at++] = '\n';
    first = false;
    if (!part.empty()) std::memcpy(joined.data() + at, part.data(), part.size());
    at += part.size();
  }
  return joined;
}

}  // namespace kenkod::cli
