#include "parse/jahis_parts.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>

#include "parse/refusal.hpp"

namespace kenkod::parse {
namespace {

constexpr unsigned kSplitRecord = 911;
constexpr unsigned kMostParts = 999;

struct Part {
  std::string_view set;
  unsigned total = 0, number = 0;
  std::span<const JahisText> lines;  // without the 911 itself
  std::uint32_t line = 0;            // of the 911
};

[[noreturn]] void refuse(std::uint32_t line) { throw Refused({.reason = Reason::split_set, .line = line}); }

std::optional<unsigned> count(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value == 0 || value > kMostParts)
    return std::nullopt;
  return value;
}

Part part_of(const JahisText& source, std::span<const JahisText> lines) {
  const JahisLine control(source, false);
  const auto total = count(control[2]), number = count(control[3]);
  if (control[1].empty() || !total || !number || *number > *total) refuse(source.line);
  return {control[1], *total, *number, lines, source.line};
}

std::vector<Part> parts_of(std::span<const JahisText> lines) {
  std::vector<Part> parts;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (jahis_record(lines[i].text) != kSplitRecord) continue;
    parts.push_back(part_of(lines[i], lines.subspan(begin, i - begin)));
    begin = i + 1;
  }
  if (!parts.empty() && begin < lines.size()) refuse(lines[begin].line);  // its part has no number
  return parts;
}

bool same_lines(std::span<const JahisText> a, std::span<const JahisText> b) {
  return std::ranges::equal(a, b, {}, &JahisText::text, &JahisText::text);
}

std::vector<JahisText> joined(std::vector<const Part*> parts) {
  std::ranges::stable_sort(parts, {}, &Part::number);
  std::vector<JahisText> lines;
  const Part* last = nullptr;
  for (const Part* part : parts) {
    if (part->total != parts.front()->total) refuse(part->line);
    if (last != nullptr && last->number == part->number) {
      if (!same_lines(last->lines, part->lines)) refuse(part->line);
      continue;
    }
    if (part->number != (last == nullptr ? 1 : last->number + 1)) refuse(part->line);
    lines.insert(lines.end(), part->lines.begin(), part->lines.end());
    last = part;
  }
  if (last->number != last->total) refuse(last->line);
  return lines;
}

}  // namespace

std::vector<std::vector<JahisText>> jahis_documents(std::vector<JahisText> lines) {
  const std::vector<Part> parts = parts_of(lines);
  std::vector<std::vector<JahisText>> documents;
  if (parts.empty()) {
    documents.push_back(std::move(lines));
    return documents;
  }
  std::vector<const Part*> sorted;
  for (const Part& part : parts) sorted.push_back(&part);
  std::ranges::stable_sort(sorted, {}, &Part::set);
  for (auto begin = sorted.begin(); begin != sorted.end();) {
    const auto end =
        std::find_if(begin, sorted.end(), [&](const Part* part) { return part->set != (*begin)->set; });
    documents.push_back(joined({begin, end}));
    begin = end;
  }
  return documents;
}

}  // namespace kenkod::parse
