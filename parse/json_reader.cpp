#include "parse/json_reader.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "common/personal_number.hpp"
#include "common/validate.hpp"
#include "parse/refusal.hpp"

namespace kenkod::parse {
namespace {

// Where the reader stands; the parser says it only when it fails.
class Cursor {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  explicit Cursor(const char** at) : at_(at), last_(*at) {}
  explicit Cursor(const char* end) : last_(end) {}
  reference operator*() const { return **at_; }
  Cursor& operator++() {
    ++*at_;
    return *this;
  }
  bool operator!=(const Cursor& end) const { return *at_ != end.last_; }
  bool operator==(const Cursor& end) const { return *at_ == end.last_; }

 private:
  const char** at_ = nullptr;
  const char* last_;
};

// Places of FHIR that hold identifiers and codes by definition: twelve digits there are not a 個人番号.
bool is_identifier(std::string_view name, std::string_view owner) {
  constexpr std::array<std::string_view, 4> kAlways{"fullUrl", "reference", "id", "system"};
  constexpr std::array<std::string_view, 5> kValued{"identifier", "telecom", "valueIdentifier",
                                                    "masterIdentifier", "groupIdentifier"};
  constexpr std::array<std::string_view, 2> kCoded{"coding", "valueCoding"};
  const auto among = [](const auto& names, std::string_view one) {
    return std::find(names.begin(), names.end(), one) != names.end();
  };
  return among(kAlways, name) || (name == "value" && among(kValued, owner)) ||
         (name == "code" && among(kCoded, owner));
}

}  // namespace

class JsonBuilder {
 public:
  explicit JsonBuilder(std::string_view source) : source_(source), at_(source.data()), tree_(source) {
    // Only what is used of it takes memory.
    tree_.nodes_.reserve(std::min(kMaxJsonNodes, source.size() / 2) + 1);
  }

  JsonTree build() {
    using Sax = nlohmann::json;
    Sax::sax_parse(Cursor(&at_), Cursor(source_.data() + source_.size()), this);
    return std::move(tree_);
  }

  // What nlohmann::json calls. Every function returns true: a refusal is thrown.
  bool null() { return literal(JsonKind::null, 4, false); }
  bool boolean(bool value) { return literal(JsonKind::boolean, value ? 4 : 5, true); }
  bool number_integer(std::int64_t /*value*/) { return number(); }
  bool number_unsigned(std::uint64_t /*value*/) { return number(); }
  bool number_float(double /*value*/, const std::string& /*text*/) { return number(); }
  bool binary(std::vector<std::uint8_t>& /*value*/) { return false; }  // no part of JSON text
  bool string(std::string& text) {
    const std::size_t begin = string_start(text, kMaxTextBytes);
    if (!exempt() && contains_personal_number(text)) refuse(Reason::personal_number, begin);
    JsonNode& node = add(JsonKind::string, begin);
    node.text = keep(text, begin);
    node.text_size = static_cast<std::uint32_t>(text.size());
    return true;
  }
  bool key(std::string& name) {
    const std::size_t begin = string_start(name, kMaxNameBytes);
    if (contains_personal_number(name)) refuse(Reason::personal_number, begin);
    check_duplicate(name, begin);
    name_ = keep(name, begin);
    name_size_ = static_cast<std::uint16_t>(name.size());
    return true;
  }
  bool start_object(std::size_t /*size*/) { return open(JsonKind::object); }
  bool start_array(std::size_t /*size*/) { return open(JsonKind::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/, const std::exception& /*why*/) {
    const std::size_t read = consumed();
    refuse(valid_utf8(source_) ? Reason::bad_json : Reason::encoding, read == 0 ? 0 : read - 1);
  }

 private:
  struct Open {
    std::uint32_t node = 0;
    std::uint32_t owner = 0;  // node whose name the values inside go by
    std::uint32_t members = 0;
    std::unordered_set<std::string> names;  // of an object with many members
  };
  static constexpr std::uint32_t kFewMembers = 16;
  static_assert(kMaxNameBytes <= UINT16_MAX);

  [[noreturn]] void refuse(Reason reason, std::size_t offset) const {
    const JsonPlace place = tree_.place(offset);
    throw Refused({.reason = reason, .line = place.line, .column = place.column});
  }
  [[nodiscard]] std::size_t consumed() const { return static_cast<std::size_t>(at_ - source_.data()); }

  // Between two tokens stand only white space and these two signs.
  [[nodiscard]] std::size_t token_start() const {
    return std::min(source_.find_first_not_of(" \t\r\n,:", last_end_), source_.size());
  }

  std::size_t string_start(std::string_view text, std::size_t limit) {
    const std::size_t begin = token_start();
    last_end_ = consumed();
    if (text.size() > limit) refuse(Reason::text_too_long, begin);
    if (!plain_text(text, true)) refuse(Reason::forbidden_character, begin);
    return begin;
  }

  // Where the text can be found again: in the source, or spilled when it was written with escapes.
  std::uint32_t keep(std::string_view text, std::size_t begin) {
    if (last_end_ - begin == text.size() + 2) return static_cast<std::uint32_t>(begin + 1);
    const std::size_t offset = source_.size() + tree_.spilled_.size();
    tree_.spilled_.append(text);
    return static_cast<std::uint32_t>(offset);
  }

  [[nodiscard]] std::string_view owner() const {
    return open_.empty() ? std::string_view{} : Json(tree_, open_.back().owner).name();
  }
  [[nodiscard]] bool in_object() const {
    return !open_.empty() && tree_.nodes_[open_.back().node].kind == JsonKind::object;
  }
  [[nodiscard]] bool exempt() const {
    return in_object() && is_identifier(tree_.at(name_, name_size_), owner());
  }

  void check_duplicate(const std::string& name, std::size_t begin) {
    Open& open = open_.back();
    if (open.members < kFewMembers) {
      for (std::uint32_t i = open.node + 1; i < tree_.nodes_.size(); i = tree_.nodes_[i].end)
        if (Json(tree_, i).name() == name) refuse(Reason::duplicate_key, begin);
    } else {
      if (open.names.empty())
        for (std::uint32_t i = open.node + 1; i < tree_.nodes_.size(); i = tree_.nodes_[i].end)
          open.names.emplace(Json(tree_, i).name());
      if (!open.names.insert(name).second) refuse(Reason::duplicate_key, begin);
    }
    ++open.members;
  }

  JsonNode& add(JsonKind kind, std::size_t begin) {
    if (tree_.nodes_.size() >= kMaxJsonNodes) refuse(Reason::too_many_elements, begin);
    const bool named = in_object();
    JsonNode& node = tree_.nodes_.emplace_back();
    node.at = static_cast<std::uint32_t>(begin);
    node.kind = kind;
    if (named) {
      node.name = name_;
      node.name_size = name_size_;
    }
    node.end = static_cast<std::uint32_t>(tree_.nodes_.size());
    return node;
  }

  bool literal(JsonKind kind, std::size_t size, bool text) {
    const std::size_t begin = token_start();
    last_end_ = begin + size;
    JsonNode& node = add(kind, begin);
    if (text) {
      node.text = static_cast<std::uint32_t>(begin);
      node.text_size = static_cast<std::uint32_t>(size);
    }
    return true;
  }

  bool number() {
    const std::size_t begin = token_start();
    last_end_ = std::min(source_.find_first_not_of("0123456789+-.eE", begin), source_.size());
    if (last_end_ - begin > kMaxNameBytes) refuse(Reason::text_too_long, begin);
    if (contains_personal_number(source_.substr(begin, last_end_ - begin)))
      refuse(Reason::personal_number, begin);
    JsonNode& node = add(JsonKind::number, begin);
    node.text = node.at;
    node.text_size = static_cast<std::uint32_t>(last_end_ - begin);
    return true;
  }

  bool open(JsonKind kind) {
    const std::size_t begin = token_start();
    last_end_ = begin + 1;
    if (open_.size() >= kMaxJsonDepth) refuse(Reason::too_deep, begin);
    const bool named = in_object() || open_.empty();
    const std::uint32_t owner = named ? static_cast<std::uint32_t>(tree_.nodes_.size()) : open_.back().owner;
    add(kind, begin);
    open_.push_back({static_cast<std::uint32_t>(tree_.nodes_.size() - 1), owner, 0, {}});
    return true;
  }

  bool close() {
    last_end_ = consumed();
    tree_.nodes_[open_.back().node].end = static_cast<std::uint32_t>(tree_.nodes_.size());
    open_.pop_back();
    return true;
  }

  std::string_view source_;
  const char* at_;
  JsonTree tree_;
  std::vector<Open> open_;
  std::size_t last_end_ = 0;  // behind the last token
  std::uint32_t name_ = 0;    // of the member whose value comes next
  std::uint16_t name_size_ = 0;
};

JsonTree read_json(std::string_view source) { return JsonBuilder(source).build(); }

}  // namespace kenkod::parse
