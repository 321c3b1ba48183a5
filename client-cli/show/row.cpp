#include "client-cli/show/row.hpp"

namespace kenkod::cli {
namespace {

template <typename T>
T get(const Row& row, std::string_view key) {
  const auto found = row.find(key);
  if (found == row.end()) return {};
  const T* value = std::get_if<T>(&found->second);
  return value != nullptr ? *value : T{};
}

}  // namespace

std::string text(const Row& row, std::string_view key) { return get<std::string>(row, key); }
std::vector<std::string> texts(const Row& row, std::string_view key) {
  return get<std::vector<std::string>>(row, key);
}
bool flag(const Row& row, std::string_view key) { return get<bool>(row, key); }
std::uint64_t number(const Row& row, std::string_view key) { return get<std::uint64_t>(row, key); }

}  // namespace kenkod::cli
