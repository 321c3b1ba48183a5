#include "client-cli/show/checkup_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "client-cli/show/item_words.hpp"
#include "client-cli/show/origin_words.hpp"
#include "client-cli/show/warning_words.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

// Longer texts push their own line only, not the whole column.
constexpr std::size_t kWidestName = 40, kWidestValue = 28, kWidestMark = 12;

class Block {
 public:
  Block(std::span<const Row> rows, const Style& style) : rows_(rows), style_(style) {
    for (const Row& row : rows_) {
      if (contradicted(row)) continue;
      name_width_ = std::max(name_width_, std::min(columns(item_name(row)), kWidestName));
      value_width_ = std::max(value_width_, std::min(columns(item_value(row)), kWidestValue));
      mark_width_ = std::max(mark_width_, std::min(columns(mark_words(item_mark(row))), kWidestMark));
    }
  }

  std::string text() && {
    heading();
    items();
    contradictions();
    if (flagged_)
      for (const std::string& part : wrapped(flag_legend(), style_.width > 2 ? style_.width - 2 : 0))
        out_ += fmt::format("  {}\n", part);
    return std::move(out_);
  }

 private:
  void heading() {
    const Row& first = rows_.front();
    out_ += paint("1", clean(first, "date"));
    if (flag(first, "date-is-file-date")) out_ += fmt::format(" {}", tr("(date of the file)"));
    if (const auto facility = clean(first, "facility"); !facility.empty())
      out_ += fmt::format("  {}", facility);
    out_ += fmt::format("  [{}]", origin_words(first));
    if (const auto revision = number(first, "revision"); revision > 1)
      out_ += fmt::format("  {}", trf("revision {}", revision));
    out_ += fmt::format("\n  {}\n", trf("document {}", clean(first, "document")));
    for (const auto& warning : texts(first, "document-warnings"))
      out_ += fmt::format("  ※ {}\n", warning_words(printable(warning)));
  }

  void items() {
    std::string category;
    for (const Row& row : rows_) {
      const auto own = clean(row, "category");
      if (contradicted(row) || own.empty()) continue;
      if (own != category) heading(own);
      category = own;
      item(row);
    }
    // What no table knows belongs to no category, least of all to the one it happens to follow.
    bool first = !category.empty();
    for (const Row& row : rows_) {
      if (contradicted(row) || !cli::text(row, "category").empty()) continue;
      if (std::exchange(first, false)) heading(tr("Other items"));
      item(row);
    }
  }

  void heading(const std::string& words) { out_ += fmt::format("  {}\n", paint("4", words)); }

  void item(const Row& row) {
    const Mark mark = item_mark(row);
    std::string line = fmt::format("    {}  {}  ", pad_right(item_name(row), name_width_),
                                   pad_left(item_value(row), value_width_));
    line += paint(mark == Mark::high  ? "1;31"
                  : mark == Mark::low ? "1;34"
                                      : "",
                  pad_right(mark_words(mark), mark_width_));
    if (const auto range = item_range(row); !range.empty()) line += fmt::format("  {}", range);
    if (const auto level = flag_words(row); !level.empty()) {
      line += fmt::format("  {}", paint(cli::text(row, "flag") == "referral" ? "1;31" : "1;33", level));
      flagged_ = true;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out_ += line + "\n";
    for (const auto& warning : texts(row, "warnings")) {
      out_ += fmt::format("      ※ {}\n", warning_words(printable(warning)));
      if (warning == "value-with-negation")
        out_ += fmt::format("        {}\n", trf("value in the file: {}", clean(row, "value")));
    }
  }

  // Never as if they were the code's item: only the file's own words, and the code as a code.
  void contradictions() {
    if (std::ranges::none_of(rows_, contradicted)) return;
    out_ += fmt::format("  ┌ {}\n", paint("1;33", tr("Value and code contradict each other")));
    out_ += fmt::format("  │ {}\n", tr("Kept as the file has them; which item is meant is not certain."));
    for (const Row& row : rows_) {
      if (!contradicted(row)) continue;
      const auto name = clean(row, "name-received");
      std::string value = clean(row, "value");
      if (value.empty()) value = tr("no value");
      if (const auto unit = clean(row, "unit"); !unit.empty()) value += " " + unit;
      out_ +=
          fmt::format("  │   {}: {}  ({})\n", name.empty() ? tr("(no name)") : fmt::format("「{}」", name),
                      value, trf("code {}", clean(row, "code")));
      for (const auto& warning : texts(row, "warnings"))
        out_ += fmt::format("  │     ※ {}\n", warning_words(printable(warning)));
    }
    out_ += "  └\n";
  }

  [[nodiscard]] std::string paint(std::string_view code, const std::string& words) const {
    return style_.paint(code, words);
  }

  std::span<const Row> rows_;
  const Style& style_;
  std::string out_;
  bool flagged_ = false;
  std::size_t name_width_ = 0, value_width_ = 0, mark_width_ = 0;
};

bool same_block(const Row& a, const Row& b) {
  return std::ranges::all_of(std::array{"date", "facility", "origin", "stated-origin", "document"},
                             [&](const char* key) { return text(a, key) == text(b, key); });
}

}  // namespace

std::string checkup_table(const std::vector<Row>& rows, const Style& style) {
  std::string out;
  for (auto begin = rows.begin(); begin != rows.end();) {
    const auto end =
        std::find_if_not(begin, rows.end(), [&](const Row& row) { return same_block(*begin, row); });
    if (!out.empty()) out += "\n";
    out += Block({begin, end}, style).text();
    begin = end;
  }
  return out;
}

}  // namespace kenkod::cli
