// Reads one description of a layout: lines of a key, a tab and a value.
#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>

#include "common/validate.hpp"
#include "parse/expense_layouts.hpp"

namespace kenkod::parse {
namespace {

using enum ExpenseField;

constexpr std::size_t kMaxSteps = 32;  // of one path

struct FieldKey {
  std::string_view name;
  ExpenseField field;
};
constexpr std::array<FieldKey, 20> kFields{{
    {"month", month},
    {"person", person},
    {"category", category},
    {"days", days},
    {"facility", facility},
    {"total", total},
    {"insurer", insurer},
    {"other-public", other_public},
    {"own", own},
    {"created", created},
    {"insurer-name", insurer_name},
    {"range", range},
    {"subject-name", subject_name},
    {"subject-kana", subject_kana},
    {"subject-birth-date", subject_birth},
    {"subject-sex", subject_sex},
    {"insurer-number", insurer_number},
    {"insured-symbol", insured_symbol},
    {"insured-number", insured_number},
    {"insured-branch", insured_branch},
}};

[[noreturn]] void wrong(std::size_t line, const std::string& what) {
  throw std::runtime_error("line " + std::to_string(line) + ": " + what);
}

bool name(std::string_view text) {
  return !text.empty() && plain_text(text) &&
         text.find_first_of(" \t<>&\"'/@:{}[]()*=") == std::string_view::npos;
}

struct Path {
  std::vector<std::string_view> elements;
  std::string_view attribute;  // empty: the text of the last element
};

Path path(std::string_view text, std::size_t line) {
  Path found;
  while (!text.empty()) {
    const std::size_t slash = text.find('/');
    std::string_view step = text.substr(0, slash);
    if (slash != std::string_view::npos && slash + 1 == text.size()) wrong(line, "a path ends in a slash");
    text.remove_prefix(slash == std::string_view::npos ? text.size() : slash + 1);
    if (step.starts_with('@') && text.empty() && name(step.substr(1))) {
      found.attribute = step.substr(1);
    } else if (name(step)) {
      found.elements.push_back(step);
    } else {
      wrong(line, "not a path of element names");
    }
  }
  if (found.elements.size() > kMaxSteps) wrong(line, "a path is too long");
  return found;
}

struct Entry {
  std::size_t line = 0;
  ExpenseField field{};
  Path path;
};

class Reader {
 public:
  ExpenseLayout read(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::size_t number = 0;
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      std::string_view line = text.substr(0, end);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      if (line.ends_with('\r')) line.remove_suffix(1);
      ++number;
      if (!line.empty() && !line.starts_with('#')) entry(line, number);
    }
    return finish();
  }

 private:
  void entry(std::string_view line, std::size_t number) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) wrong(number, "no tab between key and value");
    const std::string_view key = line.substr(0, tab), value = line.substr(tab + 1);
    if (value.empty() || !plain_text(value)) wrong(number, "no value, or one with control characters");
    if (!given_.emplace(key).second) wrong(number, "a key given twice");
    if (key == "name") {
      layout_.name = value;
    } else if (key == "root") {
      root(value, number);
    } else if (key == "record") {
      record_ = path(value, number);
      if (!record_.attribute.empty() || record_.elements.empty()) wrong(number, "a record is an element");
    } else {
      const auto* const known =
          std::find_if(kFields.begin(), kFields.end(), [&](const FieldKey& one) { return one.name == key; });
      if (known == kFields.end()) wrong(number, "unknown key");
      entries_.push_back({number, known->field, path(value, number)});
    }
  }

  // "{urn:example}Notice" or "Notice".
  void root(std::string_view value, std::size_t number) {
    if (value.starts_with('{')) {
      const std::size_t close = value.find('}');
      if (close == std::string_view::npos) wrong(number, "a namespace without its closing brace");
      layout_.space = value.substr(1, close - 1);
      value.remove_prefix(close + 1);
    }
    if (!name(value)) wrong(number, "not the name of an element");
    if (layout_.space == "urn:hl7-org:v3" || layout_.space.starts_with("https://kenkod.org/"))
      wrong(number, "a root that kenkod reads itself");
    layout_.root = value;
  }

  std::size_t node(std::size_t from, const std::vector<std::string_view>& steps) {
    for (const std::string_view step : steps) {
      if (const auto next = layout_.child(from, step)) {
        from = *next;
        continue;
      }
      layout_.nodes[from].children.emplace_back(step, layout_.nodes.size());
      from = layout_.nodes.size();
      layout_.nodes.emplace_back();
    }
    return from;
  }

  ExpenseLayout finish() {
    for (const std::string_view needed : {"name", "root", "record", "month", "total"})
      if (!given_.contains(needed)) throw std::runtime_error("no key " + std::string(needed));
    layout_.record_element = record_.elements.back();
    const std::size_t record = node(0, record_.elements);
    layout_.nodes[record].record = true;
    for (const Entry& one : entries_) {
      ExpenseLayout::Node& at = layout_.nodes[node(of_line(one.field) ? record : 0, one.path.elements)];
      if (one.path.attribute.empty()) {
        if (at.text) wrong(one.line, "the same place as another field");
        at.text = one.field;
      } else {
        at.attributes.emplace_back(one.path.attribute, one.field);
      }
    }
    const auto mixed = [](const ExpenseLayout::Node& at) { return at.text && !at.children.empty(); };
    if (std::any_of(layout_.nodes.begin(), layout_.nodes.end(), mixed))
      throw std::runtime_error("a field inside of another field");
    return std::move(layout_);
  }

  ExpenseLayout layout_;
  Path record_;
  std::vector<Entry> entries_;
  std::set<std::string_view> given_;
};

}  // namespace

ExpenseLayout read_expense_layout(std::string_view text) { return Reader().read(text); }

}  // namespace kenkod::parse
