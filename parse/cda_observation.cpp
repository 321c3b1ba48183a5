#include "parse/cda_observation.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "common/validate.hpp"
#include "parse/cda_path.hpp"
#include "parse/oids.hpp"
#include "parse/refusal.hpp"
#include "parse/text_values.hpp"
#include "parse/warn.hpp"

namespace kenkod::parse {
namespace {

using enum Element;

constexpr std::string_view kXsi = "http://www.w3.org/2001/XMLSchema-instance";
constexpr std::string_view kHl7 = "urn:hl7-org:v3";

// The path below an observation, as a key; 0 when it is deeper than any field.
PathKey relative(const std::vector<Element>& path, std::size_t depth) {
  if (path.size() <= depth || path.size() - depth > 5) return 0;
  PathKey key = 0;
  for (std::size_t i = depth; i < path.size(); ++i) key = key << 6 | static_cast<PathKey>(path[i]);
  return key;
}

constexpr PathKey kAuthorName = path_key(author, assignedAuthor, assignedPerson, name);

Interpretation interpretation_of(std::string_view code) {
  if (code == "L") return Interpretation::low;
  if (code == "N") return Interpretation::normal;
  if (code == "H") return Interpretation::high;
  return Interpretation::none;
}

}  // namespace

void CdaObservations::start(const std::vector<Element>& path, const Attributes& attributes) {
  const Element element = path.back();
  const Element parent = path.size() > 1 ? path[path.size() - 2] : none;
  if (element == section) {
    sections_.emplace_back();
  } else if (element == code && parent == section && !sections_.empty()) {
    const std::string_view given = attributes["code"];
    if (digits(given, 5)) sections_.back() = given;
  } else if (element == entryRelationship) {
    relations_.emplace_back(attributes["typeCode"]);
  } else if (element == observation && (parent == entry || parent == entryRelationship)) {
    open_observation(path, attributes);
  } else if (!open_.empty()) {
    child(path, attributes);
  }
}

void CdaObservations::open_observation(const std::vector<Element>& path, const Attributes& attributes) {
  if (items_.size() >= kMaxItems) throw Refused({.reason = Reason::too_many_observations});
  CheckupItem& item = items_.emplace_back();
  if (!sections_.empty()) item.section = sections_.back();
  if (!open_.empty()) {
    // Brackets may nest: the members of each share its own number. A result with members belongs to them.
    Open& outer = open_.back();
    if (outer.group == 0) outer.group = ++groups_;
    item.group = outer.group;
    if (CheckupItem& parent = items_[outer.item]; parent.group == 0) parent.group = outer.group;
    const std::string_view relation =
        relations_.empty() ? std::string_view{} : std::string_view(relations_.back());
    if (relation == "COMP" || relation == "RSON") item.group_relation = relation;
  }
  Open open;
  open.depth = path.size();
  open.item = items_.size() - 1;
  open.negated = attributes["negationInd"] == "true" || attributes["negationInd"] == "1";
  open.null_flavor = attributes["nullFlavor"];
  open_.push_back(std::move(open));
}

void CdaObservations::child(const std::vector<Element>& path, const Attributes& attributes) {
  Open& open = open_.back();
  CheckupItem& item = items_[open.item];
  switch (relative(path, open.depth)) {
    case path_key(code): {
      if (!item.code.empty()) break;
      item.code = attributes["code"];
      const std::string_view system = attributes["codeSystem"];
      item.code_system = system.empty() ? oid::kItems : system;  // the default of the schema
      item.name_received = attributes["displayName"];
      break;
    }
    case path_key(Element::value):
      value(attributes);
      break;
    case path_key(interpretationCode):
      if (item.interpretation == Interpretation::none)
        item.interpretation = interpretation_of(attributes["code"]);
      break;
    case path_key(methodCode):
      if (item.method.empty()) item.method = attributes["code"];
      break;
    case path_key(referenceRange, observationRange, Element::value, low):
      range_bound(attributes, item.range.low);
      break;
    case path_key(referenceRange, observationRange, Element::value, high):
      range_bound(attributes, item.range.high);
      break;
    default:
      break;
  }
}

void CdaObservations::range_bound(const Attributes& attributes, std::string& bound) {
  bound = attributes["value"];
  ReferenceRange& range = items_[open_.back().item].range;
  if (range.unit.empty()) range.unit = attributes["unit"];
}

ValueType CdaObservations::type_of(const Attributes& attributes) const {
  std::string_view type = attributes.in_space(kXsi, "type");
  const std::size_t colon = type.find(':');
  const bool ours = colon == std::string_view::npos || run_.namespace_of(type.substr(0, colon)) == kHl7;
  if (colon != std::string_view::npos) type.remove_prefix(colon + 1);
  constexpr std::array<std::pair<std::string_view, ValueType>, 4> kTypes{{{"PQ", ValueType::quantity},
                                                                          {"CD", ValueType::coded},
                                                                          {"CO", ValueType::ordinal},
                                                                          {"ST", ValueType::text}}};
  if (ours)
    for (const auto& [name, known] : kTypes)
      if (type == name) return known;
  // No type, or one that the format does not use: by what is written.
  if (attributes.has("value")) return ValueType::quantity;
  if (attributes.has("code")) return ValueType::coded;
  return ValueType::text;
}

void CdaObservations::value(const Attributes& attributes) {
  Value value;
  value.type = type_of(attributes);
  value.null_flavor = attributes["nullFlavor"];
  const bool coded = value.type == ValueType::coded || value.type == ValueType::ordinal;
  if (value.type == ValueType::quantity) {
    value.value = attributes["value"];
    value.unit = attributes["unit"];
  } else if (coded) {
    value.value = attributes["code"];
    value.system = attributes["codeSystem"];
    value.display = attributes["displayName"];
  }
  open_.back().values.push_back(std::move(value));
}

void CdaObservations::text(const std::vector<Element>& path, std::string_view text) {
  if (open_.empty()) return;
  Open& open = open_.back();
  const PathKey key = relative(path, open.depth);
  std::string* target = nullptr;
  std::size_t limit = kMaxTextBytes;
  if (key == path_key(Element::value) && !open.values.empty() && open.values.back().type == ValueType::text) {
    target = &open.values.back().value;
  } else if (key == kAuthorName) {
    target = &items_[open.item].author;
    limit = kMaxNameBytes;
  }
  if (target == nullptr) return;
  if (target->size() + text.size() > limit) throw Refused({.reason = Reason::text_too_long});
  target->append(text);
}

void CdaObservations::end(const std::vector<Element>& path) {
  const Element element = path.back();
  if (element == section && !sections_.empty()) {
    sections_.pop_back();
  } else if (element == entryRelationship && !relations_.empty()) {
    relations_.pop_back();
  } else if (element == observation && !open_.empty() && open_.back().depth == path.size()) {
    close_observation();
  }
}

void CdaObservations::close_observation() {
  const Open open = std::move(open_.back());
  open_.pop_back();
  CheckupItem& item = items_[open.item];
  item.author = collapsed(item.author);
  settle(open, item);
  const bool empty = item.value.empty() && item.absence == Absence::none && item.qualifier == Qualifier::none;
  if (item.code.empty() && empty) brackets_.push_back(open.item);
}

// One observation may hold two values since the second edition: the number, and L or H where the number
// reached the limit of the format. Before, L or H stood alone.
void CdaObservations::settle(const Open& open, CheckupItem& item) const {
  const Value* main = nullptr;
  for (const Value& value : open.values) {
    const bool coded = value.type == ValueType::coded || value.type == ValueType::ordinal;
    if (coded && value.system == oid::kInterpretation && (value.value == "L" || value.value == "H")) {
      item.qualifier = value.value == "L" ? Qualifier::low : Qualifier::high;
    } else if (main == nullptr || (main->value.empty() && !value.value.empty())) {
      main = &value;
    } else if (!value.value.empty()) {
      warn(item, Warning::outside_format);  // a second value: the document itself still holds it
    }
  }
  std::string null_flavor = open.null_flavor;
  if (main != nullptr) {
    item.type = main->type;
    item.value = main->value;
    item.unit = main->unit;
    item.value_system = main->system;
    item.value_meaning = main->display;
    if (null_flavor.empty()) null_flavor = main->null_flavor;
  }
  const bool has_value = !item.value.empty() || item.qualifier != Qualifier::none;
  if (open.negated) {
    item.absence = Absence::not_performed;
    if (has_value) warn(item, Warning::value_with_negation);
  } else if (!null_flavor.empty() && !has_value) {
    const bool not_measurable = null_flavor == "NI" && open.null_flavor.empty();
    item.absence = not_measurable ? Absence::not_measurable : Absence::not_available;
    if (!not_measurable) warn(item, Warning::other_null_flavor);
  }
}

void CdaObservations::finish() {
  std::sort(brackets_.begin(), brackets_.end());
  std::size_t index = 0;
  auto bracket = brackets_.begin();
  std::erase_if(items_, [&](const CheckupItem&) {
    const bool gone = bracket != brackets_.end() && *bracket == index;
    if (gone) ++bracket;
    ++index;
    return gone;
  });
}

}  // namespace kenkod::parse
