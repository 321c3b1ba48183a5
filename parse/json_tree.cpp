#include "parse/json_tree.hpp"

#include <algorithm>

namespace kenkod::parse {

JsonPlace JsonTree::place(std::size_t offset) const noexcept {
  const std::string_view before = source_.substr(0, offset);
  JsonPlace place{1, 0};
  std::size_t line_start = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] == '\n' || (before[i] == '\r' && !source_.substr(i + 1).starts_with('\n'))) {
      ++place.line;
      line_start = i + 1;
    }
  }
  place.column = static_cast<std::uint32_t>(before.size() - line_start + 1);
  return place;
}

Json Json::operator[](std::string_view name) const noexcept {
  for (const Json member : members())
    if (member.name() == name) return member;
  return {};
}

Json::Range Json::inside(JsonKind kind) const noexcept {
  if (this->kind() != kind) return {{tree_, 0}, {tree_, 0}};
  return {{tree_, index_ + 1}, {tree_, node().end}};
}

Json::Range Json::elements() const noexcept {
  if (tree_ == nullptr || kind() == JsonKind::array) return inside(JsonKind::array);
  return {{tree_, index_}, {tree_, node().end}};
}

Json Json::first() const noexcept {
  const Range range = elements();
  return range.begin() == range.end() ? Json{} : *range.begin();
}

}  // namespace kenkod::parse
