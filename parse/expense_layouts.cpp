#include "parse/expense_layouts.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>

namespace kenkod::parse {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMaxFile = 65'536;
constexpr std::size_t kMaxFiles = 64;

std::string slurp(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) throw std::runtime_error("not a regular file");
  if (fs::file_size(path, error) > kMaxFile || error) throw std::runtime_error("larger than 64 KiB");
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot be read");
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

// Those of one directory, by name.
std::vector<fs::path> descriptions(const fs::path& directory) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error))
    if (at->path().extension() == ".tsv") found.push_back(at->path());
  std::sort(found.begin(), found.end());
  if (found.size() > kMaxFiles) found.resize(kMaxFiles);
  return found;
}

// An element of this name begins somewhere, with or without a prefix.
bool holds_element(std::string_view document, std::string_view name) noexcept {
  for (std::size_t at = document.find(name); at != std::string_view::npos; at = document.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    const bool begins = at > 0 && (document[at - 1] == '<' || document[at - 1] == ':');
    const bool ends =
        end < document.size() && std::string_view(" \t\r\n/>").find(document[end]) != std::string_view::npos;
    if (begins && ends) return true;
  }
  return false;
}

}  // namespace

std::optional<std::size_t> ExpenseLayout::child(std::size_t node, std::string_view element) const noexcept {
  for (const auto& [known, index] : nodes[node].children)
    if (known == element) return index;
  return std::nullopt;
}

ExpenseLayouts ExpenseLayouts::load(const std::vector<fs::path>& directories) {
  ExpenseLayouts all;
  for (const fs::path& directory : directories)
    for (const fs::path& path : descriptions(directory)) {
      File& file = all.files_.emplace_back(File{path, {}});
      try {
        ExpenseLayout layout = read_expense_layout(slurp(path));
        const bool taken = std::any_of(all.layouts_.begin(), all.layouts_.end(), [&](const auto& other) {
          return other.root == layout.root && other.space == layout.space &&
                 other.record_element == layout.record_element;
        });
        if (taken) throw std::runtime_error("another file describes the same root and record");
        all.layouts_.push_back(std::move(layout));
      } catch (const std::exception& problem) {
        file.problem = problem.what();
      }
    }
  return all;
}

const ExpenseLayout* ExpenseLayouts::find(std::string_view root, std::string_view space,
                                          std::string_view document) const noexcept {
  for (const ExpenseLayout& layout : layouts_)
    if (layout.root == root && layout.space == space && holds_element(document, layout.record_element))
      return &layout;
  return nullptr;
}

}  // namespace kenkod::parse
