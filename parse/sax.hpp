// A guarded libxml2 SAX2 run over UTF-8 text: no DTD, no entities but the five and numbers, no network,
// limits on depth, elements and text, no control characters, the 個人番号 scan, errors with line and element.
// Handlers see whole texts.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "parse/elements.hpp"

namespace kenkod::parse {

inline constexpr std::size_t kMaxDepth = 64;
inline constexpr std::size_t kMaxElements = 1'000'000;
inline constexpr std::size_t kMaxTextNode = 1'048'576;

struct Attribute {
  std::string_view name, space /* namespace URI */, value;
};

class Attributes {
 public:
  // Empty when absent.
  [[nodiscard]] std::string_view operator[](std::string_view name) const noexcept;
  [[nodiscard]] std::string_view in_space(std::string_view space, std::string_view name) const noexcept;
  [[nodiscard]] bool has(std::string_view name) const noexcept;

  std::vector<Attribute> all;
  std::string_view element;  // local name of the element they belong to, in whatever namespace
};

class SaxHandler {
 public:
  virtual ~SaxHandler() = default;
  // `element` is Element::other outside the namespace the run was asked for. May throw Refused.
  virtual void start(Element element, const Attributes& attributes) = 0;
  virtual void end(Element element) = 0;
  virtual void text(std::string_view text) = 0;  // whole run of text between two tags; never only white space
  // The text that comes is another identifier, never a 個人番号: it is not scanned.
  [[nodiscard]] virtual bool text_is_identifier() const { return false; }
};

struct SaxOptions {
  std::string_view space;  // the namespace whose elements are named
  std::size_t max_text = kMaxTextNode;
  // Records are made of the texts: no control characters and no 個人番号 in them.
  bool of_records = true;
};

struct SaxState;

class SaxRun {
 public:
  SaxRun(const SaxOptions& options, SaxHandler& handler);
  ~SaxRun();
  SaxRun(const SaxRun&) = delete;
  SaxRun& operator=(const SaxRun&) = delete;

  // Throws Refused with line and element; whatever else the handler throws passes through.
  void parse(std::string_view utf8);
  // The URI a prefix is bound to, for handlers while parse() runs; empty when it is not bound.
  [[nodiscard]] std::string_view namespace_of(std::string_view prefix) const noexcept;

 private:
  std::unique_ptr<SaxState> state_;
};

// The first element of an XML text without parsing the rest. Throws Refused.
struct RootElement {
  std::string name, space;
};
[[nodiscard]] RootElement root_element(std::string_view utf8);

}  // namespace kenkod::parse
