// The installed tables: tab separated, one header line.
#pragma once

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace kenkod::parse {

template <std::size_t Columns>
using TsvRow = std::array<std::string_view, Columns>;

// Splits a table, header line left out. Throws std::runtime_error for another number of columns.
template <std::size_t Columns>
void for_each_row(std::string_view text, const std::function<void(const TsvRow<Columns>&)>& each) {
  text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    TsvRow<Columns> row;
    for (std::size_t column = 0; column < Columns; ++column) {
      const std::size_t tab = line.find('\t');
      if ((tab == std::string_view::npos) != (column + 1 == Columns))
        throw std::runtime_error("item table: columns");
      row.at(column) = line.substr(0, tab);
      line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
    }
    each(row);
  }
}

// Throws std::runtime_error when it is missing or empty.
[[nodiscard]] inline std::unique_ptr<std::string> read_table(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("item table missing: " + path.filename().string());
  std::ostringstream text;
  text << file.rdbuf();
  if (text.view().empty()) throw std::runtime_error("item table empty: " + path.filename().string());
  return std::make_unique<std::string>(std::move(text).str());
}

}  // namespace kenkod::parse
