#include "client-cli/trend/chart.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "client-cli/show/item_words.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

constexpr std::size_t kDefaultWidth = 80, kWidestScale = 60, kNarrowestScale = 10;

// Beyond it differences would not be numbers any more; nothing a body has.
constexpr double kLargest = 1e15;

struct Signs {
  const char *dot, *band, *low, *high, *guidance, *referral, *at_most, *at_least, *left, *right;
};
constexpr Signs kUnicode{"●", "░", "▼L", "▲H", "△", "◆", "≤", "≥", "│", "│"};
constexpr Signs kAscii{"o", "-", "L", "H", "!", "!!", "<=", ">=", "|", "|"};

// Only where on the screen a value stands depends on it, never which value is shown.
std::optional<double> position(const std::string& decimal) {
  double value = 0;
  const auto [end, error] = std::from_chars(decimal.data(), decimal.data() + decimal.size(), value);
  if (error != std::errc{} || end != decimal.data() + decimal.size() || !(std::fabs(value) < kLargest))
    return std::nullopt;
  return value;
}

struct Point {
  std::string date, value, marks;
  std::optional<double> at, low, high;
};

struct Scale {
  double from = 0, to = 0;
  std::string from_text, to_text;
  bool empty = true;

  void include(std::optional<double> at, const std::string& text) {
    if (!at) return;
    if (empty || *at < from) {
      from = *at;
      from_text = text;
    }
    if (empty || *at > to) {
      to = *at;
      to_text = text;
    }
    empty = false;
  }
  [[nodiscard]] std::size_t column(double at, std::size_t width) const {
    const double share = to > from ? (at - from) / (to - from) : 0.5;
    return static_cast<std::size_t>(
        std::lround(std::clamp(share, 0.0, 1.0) * static_cast<double>(width - 1)));
  }
};

class Chart {
 public:
  Chart(const Series& series, const Style& style)
      : series_(series), style_(style), signs_(style.ascii ? kAscii : kUnicode) {
    for (const Row& row : series.numbers) add(row);
  }

  std::string text() && {
    std::size_t value_width = 0;
    std::size_t marks_width = 0;
    for (const Point& point : points_) {
      value_width = std::max(value_width, columns(point.value));
      marks_width = std::max(marks_width, columns(point.marks));
    }
    const std::size_t before = 10 + 2 + value_width + 2 + (marks_width > 0 ? marks_width + 2 : 0);
    const std::size_t width = style_.width == 0 ? kDefaultWidth : style_.width;
    const std::size_t room = width > before + 3 ? width - before - 3 : 0;
    scale_width_ = room < kNarrowestScale || scale_.empty ? 0 : std::min(room, kWidestScale);
    title();
    for (const Point& point : points_) {
      std::string line = fmt::format("{}  {}", pad_right(point.date, 10), pad_left(point.value, value_width));
      if (marks_width > 0) line += "  " + pad_right(point.marks, marks_width);
      if (scale_width_ > 0) line += fmt::format("  {}{}{}", signs_.left, plot(point), signs_.right);
      line.erase(line.find_last_not_of(' ') + 1);
      out_ += line + "\n";
    }
    if (scale_width_ > 0) axis(before);
    legend();
    return std::move(out_);
  }

 private:
  void add(const Row& row) {
    const auto field = [&](const char* key) { return clean(row, key); };
    Point point;
    point.date = field("date");
    const std::string qualifier = cli::text(row, "qualifier");
    point.value = qualifier == "low" ? signs_.at_most : qualifier == "high" ? signs_.at_least : "";
    point.value += field("value");
    if (const auto unit = field("unit"); !unit.empty()) point.value += " " + unit;
    const Mark mark = item_mark(row);
    const std::string level = cli::text(row, "flag");
    point.marks = mark == Mark::low ? signs_.low : mark == Mark::high ? signs_.high : "";
    const char* sign = level == "guidance" ? signs_.guidance : level == "referral" ? signs_.referral : "";
    if (*sign != '\0') {
      flagged_ = true;
      if (!point.marks.empty()) point.marks += " ";
      point.marks += sign;
    }
    marked_ = marked_ || mark != Mark::none;
    if (flag(row, "date-is-file-date")) {
      file_date_ = true;
      point.marks += "*";
    }
    point.at = position(cli::text(row, "decimal"));
    // A range in another unit is not on this scale.
    const std::string range_unit = cli::text(row, "range-unit");
    if (range_unit.empty() || range_unit == cli::text(row, "unit")) {
      point.low = position(cli::text(row, "range-low"));
      point.high = position(cli::text(row, "range-high"));
    }
    banded_ = banded_ || point.low || point.high;
    scale_.include(point.at, field("value"));
    scale_.include(point.low, field("range-low"));
    scale_.include(point.high, field("range-high"));
    points_.push_back(std::move(point));
  }

  void title() {
    std::string name = printable(series_.name);
    const std::string english = printable(series_.english);
    if (style_.ascii && !english.empty()) name = english;
    out_ += style_.paint("1", name) + "\n";
    if (!style_.ascii && !english.empty() && english != name) out_ += english + "\n";
    out_ += "\n";
  }

  std::string plot(const Point& point) {
    std::vector<std::string> cells(scale_width_, " ");
    if (point.low || point.high) {
      const std::size_t from = point.low ? scale_.column(*point.low, scale_width_) : 0;
      const std::size_t to = point.high ? scale_.column(*point.high, scale_width_) : scale_width_ - 1;
      for (std::size_t i = from; i <= to; ++i) cells[i] = signs_.band;
    }
    if (point.at) cells[scale_.column(*point.at, scale_width_)] = signs_.dot;
    std::string line;
    for (const std::string& cell : cells) line += cell;
    return line;
  }

  void axis(std::size_t before) {
    const std::size_t left = columns(scale_.from_text);
    const std::size_t right = columns(scale_.to_text);
    if (!(scale_.to > scale_.from) || left + right + 1 > scale_width_) return;
    out_ += fmt::format("{}{}{}{}\n", std::string(before + 1, ' '), scale_.from_text,
                        std::string(scale_width_ - left - right, ' '), scale_.to_text);
  }

  void legend() {
    std::vector<std::string> words;
    if (banded_ && scale_width_ > 0)
      words.push_back(fmt::format("{} {}", signs_.band, tr("the facility's own range")));
    if (marked_) words.push_back(fmt::format("{} {} {}", signs_.low, signs_.high, tr("below or above it")));
    if (flagged_)
      words.push_back(
          fmt::format("{} {} {}", signs_.guidance, signs_.referral,
                      tr("guidance or referral level (no diagnosis; details: kenkoctl show checkup)")));
    if (file_date_) words.push_back(fmt::format("* {}", tr("date of the file")));
    if (series_.codes.size() > 1) words.emplace_back(tr("Several methods or readings share this chart."));
    if (!words.empty()) out_ += "\n";
    for (const std::string& each : words)
      for (const std::string& part : wrapped(each, style_.width)) out_ += part + "\n";
  }

  const Series& series_;
  const Style& style_;
  const Signs& signs_;
  std::vector<Point> points_;
  Scale scale_;
  std::size_t scale_width_ = 0;
  bool flagged_ = false, marked_ = false, banded_ = false, file_date_ = false;
  std::string out_;
};

}  // namespace

std::string chart(const Series& series, const Style& style) { return Chart(series, style).text(); }

}  // namespace kenkod::cli
