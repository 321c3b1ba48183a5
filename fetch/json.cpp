#include "json.hpp"

#include "refused.hpp"

namespace kenkod::fetch {
namespace {

// Before anything is built: a tree of a million lists would take a hundred times its text.
bool too_deep(std::span<const std::uint8_t> bytes) {
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto c = bytes[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kMaxDepth) return true;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

}  // namespace

Json parse_object(std::span<const std::uint8_t> bytes, std::size_t limit) {
  if (bytes.size() > limit || too_deep(bytes)) violation();
  auto value = Json::parse(bytes.begin(), bytes.end(), nullptr, false);
  if (!value.is_object()) violation();
  return value;
}

std::optional<std::string> optional_text(const Json& object, const char* key, std::size_t limit) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::nullopt;
  if (!found->is_string()) violation();
  const auto& value = found->get_ref<const std::string&>();
  if (value.empty() || value.size() > limit) violation();
  return value;
}

std::string text(const Json& object, const char* key, std::size_t limit) {
  auto value = optional_text(object, key, limit);
  if (!value) violation();
  return *std::move(value);
}

std::optional<std::int64_t> optional_number(const Json& object, const char* key, std::int64_t low,
                                            std::int64_t high) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::nullopt;
  if (!found->is_number_integer()) violation();
  if (found->is_number_unsigned() && found->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX))
    violation();
  const auto value = found->get<std::int64_t>();
  if (value < low || value > high) violation();
  return value;
}

}  // namespace kenkod::fetch
