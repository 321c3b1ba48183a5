#include "parse/portal_json.hpp"

#include <vector>

#include "parse/json_reader.hpp"
#include "parse/portal_xml.hpp"

namespace kenkod::parse {
namespace {

constexpr std::size_t kLevels = 4;  // of named members; lists do not count
constexpr std::size_t kMaxNames = 1'000;

void collect(Json value, std::size_t level, std::vector<std::string_view>& names) {
  if (value.kind() == JsonKind::array) {
    for (const Json element : value.elements()) collect(element, level, names);
    return;
  }
  if (level == kLevels) return;
  for (const Json member : value.members()) {
    if (names.size() == kMaxNames) return;
    names.push_back(member.name());
    collect(member, level + 1, names);
  }
}

}  // namespace

ParsedDocument keep_portal_json(std::string_view source) {
  const JsonTree tree = read_json(source);
  std::vector<std::string_view> names;
  collect(tree.root(), 0, names);
  return kept_raw(source, names, Layout::portal_json);
}

}  // namespace kenkod::parse
