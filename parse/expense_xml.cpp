#include "parse/expense_xml.hpp"

#include <optional>
#include <string>
#include <vector>

#include "common/validate.hpp"
#include "parse/expense_document.hpp"
#include "parse/refusal.hpp"
#include "parse/sax.hpp"
#include "parse/text_values.hpp"

namespace kenkod::parse {
namespace {

// Walks the tree of the layout beside the document.
class ExpenseXml final : public SaxHandler {
 public:
  explicit ExpenseXml(const ExpenseLayout& layout) : layout_(layout) {}

  ParsedDocument read(std::string_view utf8) {
    SaxRun({}, *this).parse(utf8);
    return std::move(document_).finish();
  }

  void start(Element /*element*/, const Attributes& attributes) override {
    path_.push_back(path_.empty() ? std::optional<std::size_t>(0) : below(attributes.element));
    if (!path_.back()) return;
    const ExpenseLayout::Node& node = layout_.nodes[*path_.back()];
    if (node.record && !document_.open_line()) throw Refused({.reason = Reason::too_many_observations});
    for (const auto& [name, field] : node.attributes)
      if (attributes.has(name)) document_.set(field, trimmed(attributes[name]));
    if (node.text) text_.clear();
  }

  void text(std::string_view text) override {
    if (!field()) return;
    if (text_.size() + text.size() > kMaxNameBytes) throw Refused({.reason = Reason::text_too_long});
    text_.append(text);
  }

  void end(Element /*element*/) override {
    if (const auto ended = field()) {
      document_.set(*ended, trimmed(text_));
      text_.clear();
    }
    path_.pop_back();
  }

  [[nodiscard]] bool text_is_identifier() const override {
    const auto at = field();
    return at && is_identifier(*at);
  }

 private:
  [[nodiscard]] std::optional<std::size_t> below(std::string_view name) const {
    return path_.back() ? layout_.child(*path_.back(), name) : std::nullopt;
  }

  // The field whose text is being read.
  [[nodiscard]] std::optional<ExpenseField> field() const {
    return !path_.empty() && path_.back() ? layout_.nodes[*path_.back()].text : std::nullopt;
  }

  const ExpenseLayout& layout_;
  ExpenseDocument document_{Layout::expense_xml};
  std::vector<std::optional<std::size_t>> path_;  // the node of each open element, none off the tree
  std::string text_;
};

}  // namespace

ParsedDocument parse_expense_xml(std::string_view utf8, const ExpenseLayout& layout) {
  return ExpenseXml(layout).read(utf8);
}

}  // namespace kenkod::parse
