#include "parse/jahis_parts.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>
#include <utility>
#include <vector>

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

  // Orders; the line makes them definite.
  [[nodiscard]] std::pair<unsigned, std::uint32_t> in_set() const { return {number, line}; }
  [[nodiscard]] std::pair<std::string_view, std::uint32_t> in_file() const { return {set, line}; }
};

[[noreturn]] void refuse(std::uint32_t line) { throw Refused({.reason = Reason::split_set, .line = line}); }

std::optional<unsigned> count(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value == 0 || value > kMostParts)
    return std::nullopt;
  return value;
}

// Nearly no file is: those that are not are never held as lines.
bool split(std::string_view utf8) {
  JahisText text;
  for (JahisLines lines(utf8); lines.next(text);)
    if (jahis_record(text.text) == kSplitRecord) return true;
  return false;
}

std::vector<JahisText> all_lines(std::string_view utf8) {
  std::vector<JahisText> all;
  JahisText text;
  for (JahisLines lines(utf8); lines.next(text);) all.push_back(text);
  return all;
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
  std::ranges::sort(parts, {}, &Part::in_set);
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

void read_jahis_documents(std::string_view utf8, const std::function<void(const JahisText&)>& line,
                          const std::function<void()>& end) {
  if (!split(utf8)) {
    JahisText text;
    for (JahisLines lines(utf8); lines.next(text);) line(text);
    end();
    return;
  }
  const std::vector<JahisText> lines = all_lines(utf8);
  const std::vector<Part> parts = parts_of(lines);
  std::vector<const Part*> sorted;
  sorted.reserve(parts.size());
  for (const Part& part : parts) sorted.push_back(&part);
  std::ranges::sort(sorted, {}, &Part::in_file);
  for (auto first = sorted.begin(); first != sorted.end();) {
    const auto last =
        std::find_if(first, sorted.end(), [&](const Part* part) { return part->set != (*first)->set; });
    for (const JahisText& text : joined({first, last})) line(text);
    end();
    first = last;
  }
}

}  // namespace kenkod::parse
