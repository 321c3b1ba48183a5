// Descriptions of 医療費通知 XML layouts (docs/expense-layouts.md). No layout is public, so none comes with
// kenkod: whoever knows one installs its description, a tab separated file.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parse/expense_document.hpp"

namespace kenkod::parse {

// One layout: which root it has and where its fields are, as a tree of element names below the root.
struct ExpenseLayout {
  struct Node {
    std::vector<std::pair<std::string, std::size_t>> children;  // local name → index of the node
    std::vector<std::pair<std::string, ExpenseField>> attributes;
    std::optional<ExpenseField> text;
    bool record = false;  // one line of the notice
  };
  std::string name, root, space, record_element;
  std::vector<Node> nodes{Node{}};  // the first is the root

  // Nothing when the node has no such child.
  [[nodiscard]] std::optional<std::size_t> child(std::size_t node, std::string_view element) const noexcept;
};

// Throws std::runtime_error, "line 3: unknown key", for a description that is not in its form.
[[nodiscard]] ExpenseLayout read_expense_layout(std::string_view text);

class ExpenseLayouts {
 public:
  struct File {
    std::filesystem::path path;
    std::string problem;  // empty: in use
  };
  // The *.tsv files of the directories, in this order and by name; of two with one root the first counts. A
  // missing directory is empty. A file that cannot be used is left out and listed with its problem: it must
  // not stand in the way of other documents.
  [[nodiscard]] static ExpenseLayouts load(const std::vector<std::filesystem::path>& directories);

  // The layout of a document, by its root and the name of its lines; null when none is described.
  [[nodiscard]] const ExpenseLayout* find(std::string_view root, std::string_view space,
                                          std::string_view document) const noexcept;
  [[nodiscard]] bool empty() const noexcept { return layouts_.empty(); }
  [[nodiscard]] const std::vector<File>& files() const noexcept { return files_; }

 private:
  std::vector<ExpenseLayout> layouts_;
  std::vector<File> files_;
};

}  // namespace kenkod::parse
