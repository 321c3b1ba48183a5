#include "client-cli/show/expense_table.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <map>
#include <set>

#include "client-cli/show/origin_words.hpp"
#include "client-cli/show/warning_words.hpp"
#include "client-cli/show/yen.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

constexpr std::array kAmounts{"total", "insurer", "other-public", "own"};
constexpr std::size_t kTexts = 3;  // class, facility, days
// Longer texts push their own line only, not the whole column.
constexpr std::array<std::size_t, kTexts> kWidest{16, 32, 8};

std::string amount(const Row& row, const char* key) {
  const std::string yen = clean(row, key);
  return yen.empty() ? tr("unknown") : with_separators(yen);
}

// What the document says where no amount could be read from it. A dash says just that.
std::string unread(const Row& row, const char* key) {
  if (!text(row, key).empty()) return {};
  std::string received = clean(row, fmt::format("{}-received", key));
  return columns(received) > 1 ? received : std::string{};
}

struct Line {
  const Row* row;
  std::array<std::string, kTexts> texts;
  std::array<std::string, kAmounts.size()> amounts;
};

Line line_of(const Row& row) {
  Line line{&row, {}, {}};
  std::string facility = clean(row, "facility");
  if (facility.empty()) facility = tr("(facility not named)");
  if (const auto person = clean(row, "person"); !person.empty())
    facility.append(" (").append(person).append(")");
  const std::string days = clean(row, "days");
  line.texts = {clean(row, "category"), facility, days.empty() ? "" : trf("{} d", days)};
  for (std::size_t i = 0; i < kAmounts.size(); ++i) line.amounts.at(i) = amount(row, kAmounts.at(i));
  return line;
}

std::array<std::string, kAmounts.size()> amount_labels() {
  return {tr("Total"), tr("Insurer"), tr("Other public"), tr("Own part")};
}

struct Sums {
  YenSum total, own;
  void add(const Row& row) {
    if (flag(row, "changed-later")) return;
    total.add(text(row, "total"));
    own.add(text(row, "own"));
  }
};

class Table {
 public:
  Table(const std::vector<Row>& rows, const Style& style) : style_(style) {
    for (const Row& row : rows) {
      const Line line = line_of(row);
      for (std::size_t i = 0; i < kTexts; ++i)
        text_widths_.at(i) = std::max(text_widths_.at(i), std::min(columns(line.texts.at(i)), kWidest.at(i)));
      for (std::size_t i = 0; i < kAmounts.size(); ++i)
        amount_widths_.at(i) = std::max(amount_widths_.at(i), columns(line.amounts.at(i)));
      months_[cli::text(row, "date")].push_back(line);
    }
    number_width_ = *std::ranges::max_element(amount_widths_);
    const auto labels = amount_labels();
    for (std::size_t i = 0; i < kAmounts.size(); ++i) {
      amount_widths_.at(i) = std::max(amount_widths_.at(i), columns(labels.at(i)));
      label_width_ = std::max(label_width_, columns(labels.at(i)));
    }
    std::size_t width = 4;
    for (const auto each : text_widths_) width += each + 2;
    for (const auto each : amount_widths_) width += each + 2;
    stacked_ = style_.width != 0 && width > style_.width;
  }

  std::string text() && {
    for (auto month = months_.begin(); month != months_.end(); ++month) {
      show_month(month->first, month->second);
      const auto next = std::next(month);
      const bool last_of_year =
          next == months_.end() || next->first.substr(0, 4) != month->first.substr(0, 4);
      if (last_of_year) end_year(month->first.substr(0, 4));
    }
    if (changed_)
      note("* ",
           tr("A newer document has other amounts for the same treatment; this line is not in the sums."));
    note("※ ", tr("The own part is computed from the claims; what you paid may differ."));
    return std::move(out_);
  }

 private:
  void show_month(const std::string& month, const std::vector<Line>& lines) {
    if (!out_.empty()) out_ += "\n";
    out_ += style_.paint("1", month.empty() ? tr("month unknown") : printable(month)) + "\n";
    if (!stacked_) header();
    Sums sums;
    for (const Line& line : lines) {
      sums.add(*line.row);
      year_.add(*line.row);
      stacked_ ? show_stacked(line) : show_line(line);
      details(*line.row);
    }
    sum_lines(tr("Sum of the month"), sums);
  }

  void end_year(const std::string& year) {
    out_ +=
        "\n" + style_.paint("1", year.empty() ? tr("year unknown") : trf("Year {}", printable(year))) + "\n";
    sum_lines(tr("Sum of the year"), year_);
    year_ = {};
  }

  void header() {
    std::string line(4, ' ');
    for (const auto width : text_widths_) line.append(width + 2, ' ');
    const auto labels = amount_labels();
    for (std::size_t i = 0; i < labels.size(); ++i)
      line.append(pad_left(labels.at(i), amount_widths_.at(i))).append("  ");
    line.erase(line.find_last_not_of(' ') + 1);
    out_ += line + "\n";
  }

  void show_line(const Line& line) {
    std::string out = mark(line);
    for (std::size_t i = 0; i < kTexts; ++i)
      out.append(pad_right(line.texts.at(i), text_widths_.at(i))).append("  ");
    for (std::size_t i = 0; i < kAmounts.size(); ++i)
      out.append(pad_left(line.amounts.at(i), amount_widths_.at(i))).append("  ");
    out.erase(out.find_last_not_of(' ') + 1);
    out_ += out + "\n";
  }

  void show_stacked(const Line& line) {
    std::string first = mark(line);
    for (const std::string& each : line.texts)
      if (!each.empty()) first.append(each).append("  ");
    first.erase(first.find_last_not_of(' ') + 1);
    note(first.substr(0, 4), first.substr(4));
    const auto labels = amount_labels();
    for (std::size_t i = 0; i < kAmounts.size(); ++i)
      out_ += fmt::format("      {}  {}\n", pad_right(labels.at(i), label_width_),
                          pad_left(line.amounts.at(i), number_width_));
  }

  std::string mark(const Line& line) {
    const bool changed = flag(*line.row, "changed-later");
    changed_ = changed_ || changed;
    return changed ? "  * " : "    ";
  }

  void details(const Row& row) {
    const auto labels = amount_labels();
    for (std::size_t i = 0; i < kAmounts.size(); ++i)
      if (const auto received = unread(row, kAmounts.at(i)); !received.empty())
        note("      ", fmt::format("{}: {}", labels.at(i), trf("in the file: 「{}」", received)));
    for (const std::string& warning : texts(row, "warnings"))
      note("      ※ ", warning_words(printable(warning)));
    if (!documents_.insert(cli::text(row, "document")).second) return;
    for (const std::string& warning : texts(row, "document-warnings"))
      note("      ※ ", warning_words(printable(warning)));
    note("      ", fmt::format("[{}]", origin_words(row)));
  }

  void sum_lines(const char* label, const Sums& sums) {
    note("    ", fmt::format("{}: {} {}, {} {}", label, tr("Total"), sums.total.words(), tr("Own part"),
                             sums.own.words()));
  }

  void note(const std::string& indent, const std::string& words) {
    const std::size_t room = style_.width > columns(indent) ? style_.width - columns(indent) : 1;
    const auto parts = wrapped(words, style_.width == 0 ? 0 : room);
    for (std::size_t i = 0; i < parts.size(); ++i)
      out_ += (i == 0 ? indent : std::string(columns(indent), ' ')) + parts[i] + "\n";
  }

  const Style& style_;
  // Newest first; the month that nobody knows last.
  std::map<std::string, std::vector<Line>, std::greater<>> months_;
  std::array<std::size_t, kTexts> text_widths_{};
  std::array<std::size_t, kAmounts.size()> amount_widths_{};
  std::size_t number_width_ = 0, label_width_ = 0;  // of what is written below each other
  std::set<std::string> documents_;
  bool stacked_ = false, changed_ = false;
  Sums year_;
  std::string out_;
};

}  // namespace

std::string expense_table(const std::vector<Row>& rows, const Style& style) {
  return Table(rows, style).text();
}

}  // namespace kenkod::cli
