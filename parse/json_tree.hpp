// A JSON text as a small tree in the order it was written: numbers keep their characters (FHIR counts the
// decimals of 5.10), texts without escapes stay where they are in the source.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kenkod::parse {

enum class JsonKind : std::uint8_t { nothing, null, boolean, number, string, array, object };

struct JsonPlace {
  std::uint32_t line = 0, column = 0;  // from 1, column in bytes
};

// One value and, inside an object, its name. Offsets at or beyond the size of the source point into
// `spilled`.
struct JsonNode {
  std::uint32_t at = 0;  // offset of its first character in the source
  std::uint32_t text = 0, text_size = 0;
  std::uint32_t name = 0;
  std::uint32_t end = 0;  // index behind its last descendant
  std::uint16_t name_size = 0;
  JsonKind kind = JsonKind::nothing;
};

class Json;

class JsonTree {
 public:
  explicit JsonTree(std::string_view source) : source_(source) {}
  [[nodiscard]] Json root() const noexcept;
  [[nodiscard]] std::string_view at(std::uint32_t offset, std::size_t size) const noexcept {
    return offset < source_.size() ? source_.substr(offset, size)
                                   : std::string_view(spilled_).substr(offset - source_.size(), size);
  }
  [[nodiscard]] JsonPlace place(std::size_t offset) const noexcept;

 private:
  friend class Json;
  friend class JsonBuilder;
  std::string_view source_;
  std::string spilled_;  // texts that are written with escapes, one after the other
  std::vector<JsonNode> nodes_;
};

// A value of a tree, or nothing: a member that is not there has no members itself, no elements and no text.
// Valid as long as its tree.
class Json {
 public:
  Json() = default;
  Json(const JsonTree& tree, std::uint32_t index) noexcept : tree_(&tree), index_(index) {}

  explicit operator bool() const noexcept { return tree_ != nullptr; }
  [[nodiscard]] JsonKind kind() const noexcept { return tree_ == nullptr ? JsonKind::nothing : node().kind; }
  // Of a text, a number as written, "true" or "false"; else empty.
  [[nodiscard]] std::string_view text() const noexcept {
    return tree_ == nullptr ? std::string_view{} : tree_->at(node().text, node().text_size);
  }
  [[nodiscard]] std::string_view name() const noexcept {
    return tree_ == nullptr ? std::string_view{} : tree_->at(node().name, node().name_size);
  }
  [[nodiscard]] Json operator[](std::string_view name) const noexcept;
  [[nodiscard]] JsonPlace place() const noexcept { return tree_->place(node().at); }
  // Unique within its tree.
  [[nodiscard]] std::uint32_t index() const noexcept { return index_; }

  class Iterator {
   public:
    Iterator(const JsonTree* tree, std::uint32_t index) noexcept : tree_(tree), index_(index) {}
    Json operator*() const noexcept { return {*tree_, index_}; }
    Iterator& operator++() noexcept {
      index_ = tree_->nodes_[index_].end;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const JsonTree* tree_;
    std::uint32_t index_;
  };
  struct Range {
    Iterator from, to;
    [[nodiscard]] Iterator begin() const noexcept { return from; }
    [[nodiscard]] Iterator end() const noexcept { return to; }
  };
  // Members of an object; nothing else has any.
  [[nodiscard]] Range members() const noexcept { return inside(JsonKind::object); }
  // Elements of an array; any other value is its own only element (writers differ on what may repeat).
  [[nodiscard]] Range elements() const noexcept;
  // The first of elements(), or nothing.
  [[nodiscard]] Json first() const noexcept;

 private:
  [[nodiscard]] const JsonNode& node() const noexcept { return tree_->nodes_[index_]; }
  [[nodiscard]] Range inside(JsonKind kind) const noexcept;

  const JsonTree* tree_ = nullptr;
  std::uint32_t index_ = 0;
};

inline Json JsonTree::root() const noexcept { return nodes_.empty() ? Json{} : Json(*this, 0); }

}  // namespace kenkod::parse
