#include "parse/names.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "parse/folding.hpp"

namespace kenkod::parse {
namespace {

// Width, case, spaces, brackets, dots and dashes make no difference.
std::string comparable(std::string_view name) {
  std::string text = fold(name);
  constexpr std::array<std::string_view, 24> kGone{" ", "\t", "(",  ")",  "[",  "]",  "{",  "}",
                                                   "<", ">",  "「", "」", "【", "】", "・", ".",
                                                   ",", "、", ":",  "/",  "-",  "‐",  "−",  "_"};
  for (const std::string_view gone : kGone)
    for (std::size_t at = text.find(gone); at != std::string::npos; at = text.find(gone, at))
      text.erase(at, gone.size());
  return text;
}

bool contains(std::string_view outer, std::string_view inner) {
  return !inner.empty() && outer.find(inner) != std::string_view::npos;
}

// Long enough to mean something as a part of another name: three letters (LDL), two kanji; "Cr" stands in too
// many.
bool telling(std::string_view name) {
  return name.size() >= (static_cast<unsigned char>(name.empty() ? '\0' : name.front()) < 0x80 ? 3 : 6);
}

template <class Range, class Predicate>
bool any_of(const Range& range, const Predicate& predicate) {
  return std::any_of(range.begin(), range.end(), predicate);
}

std::size_t character_bytes(unsigned char lead) {
  return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

// Two neighbouring characters of one that also stand in the other.
bool share_two_characters(std::string_view a, std::string_view b) {
  for (std::size_t at = 0; at < a.size();) {
    const std::size_t first = character_bytes(static_cast<unsigned char>(a[at]));
    if (at + first >= a.size()) return false;
    const std::size_t second = character_bytes(static_cast<unsigned char>(a[at + first]));
    if (contains(b, a.substr(at, first + second))) return true;
    at += first;
  }
  return false;
}

// Items that may share a chart, or an analyte where there is no chart, are the same thing to a reader.
bool same_thing(const Item& a, const Item& b) {
  if (!a.series.empty() && !b.series.empty()) return a.series == b.series;
  return a.analyte() == b.analyte();
}

}  // namespace

bool NameCheck::contradicts(const Item& item, std::string_view display_name) {
  if (display_name.empty()) return false;
  std::string key = std::string(item.code).append(" ").append(display_name);
  const auto [entry, fresh] = answers_.try_emplace(std::move(key), false);
  if (fresh) entry->second = decide(item, comparable(display_name));
  return entry->second;
}

bool NameCheck::contradicts_analyte(std::string_view code, std::string_view display_name) {
  if (code.size() < 5 || display_name.empty()) return false;
  const std::string_view analyte = code.substr(0, 5);
  const auto [entry, fresh] = analyte_answers_.try_emplace(std::string(analyte).append(display_name), false);
  if (fresh) {
    const std::vector<const Item*> items = tables_.of_analyte(analyte);
    entry->second = !items.empty() && std::ranges::all_of(items, [&](const Item* item) {
      return contradicts(*item, display_name);
    });
  }
  return entry->second;
}

bool NameCheck::decide(const Item& item, const std::string& given) {
  if (given.empty()) return false;
  std::vector<std::string> own{comparable(item.name), comparable(item.identity_name),
                               comparable(item.name_en)};
  for (const std::string_view alias : tables_.aliases(item.analyte())) own.push_back(comparable(alias));
  if (std::ranges::find(own, given) != own.end()) return false;
  if (is_another_name(given, item, std::equal_to<>{})) return true;
  if (any_of(own, [&](const auto& name) { return contains(name, given); })) return false;
  // Questions and findings are worded freely; a measurement has a name.
  const bool measurement = item.type == "PQ";
  if (measurement && telling(given) && is_another_name(given, item, contains)) return true;
  if (any_of(own, [&](const auto& name) { return telling(name) && contains(given, name); }) || !measurement)
    return false;
  const auto holds_telling = [](std::string_view other, std::string_view held) {
    return telling(other) && contains(held, other);
  };
  return is_another_name(given, item, holds_telling) ||
         !any_of(own, [&](const auto& name) { return share_two_characters(name, given); });
}

template <class Match>
bool NameCheck::is_another_name(const std::string& given, const Item& item, const Match& match) {
  return any_of(index(), [&](const Named& other) {
    return match(std::string_view(other.name), std::string_view(given)) && !same_thing(item, *other.item);
  });
}

const std::vector<NameCheck::Named>& NameCheck::index() {
  if (!index_.empty()) return index_;
  for (const Item& item : tables_.items())
    for (const std::string_view name : {item.name, item.identity_name})
      if (!name.empty()) index_.push_back({comparable(name), &item});
  return index_;
}

}  // namespace kenkod::parse
