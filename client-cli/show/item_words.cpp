#include "client-cli/show/item_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "client-cli/show/warning_words.hpp"
#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {
namespace {

std::string with_qualifier(const std::string& value, const std::string& qualifier) {
  if (qualifier == "low") return trf("{} or below", value);
  if (qualifier == "high") return trf("{} or above", value);
  return value;
}

std::string absence_words(const std::string& absence) {
  if (absence == "not-performed") return tr("not performed");
  if (absence == "not-measurable") return tr("not measurable");
  return tr("no value");
}

std::string coded_words(const std::string& value, const std::string& meaning) {
  if (meaning.empty()) return trf("code {} (meaning unknown)", value);
  return fmt::format("{} ({})", meaning, value);
}

}  // namespace

std::string item_name(const Row& row) {
  if (const std::string name = clean(row, "name"); !name.empty()) return name;
  const std::string received = clean(row, "name-received");
  if (!received.empty()) return fmt::format("「{}」", received);
  return trf("code {}", clean(row, "code"));
}

std::string item_value(const Row& row) {
  if (const std::string absence = text(row, "absence"); !absence.empty() && absence != "none")
    return absence_words(absence);
  const std::string type = text(row, "type");
  const std::string value = clean(row, "value");
  if (value.empty()) return tr("no value");
  const std::string unit = clean(row, "unit");
  const std::string shown = type == "coded" || type == "ordinal"
                                ? coded_words(value, clean(row, "value-meaning"))
                            : unit.empty() ? value
                                           : fmt::format("{} {}", value, unit);
  return with_qualifier(shown, text(row, "qualifier"));
}

std::string item_range(const Row& row) {
  const std::string low = clean(row, "range-low");
  const std::string high = clean(row, "range-high");
  if (low.empty() && high.empty()) return {};
  std::string range = low.empty()    ? fmt::format("≤ {}", high)
                      : high.empty() ? fmt::format("≥ {}", low)
                                     : fmt::format("{}–{}", low, high);
  if (const std::string unit = clean(row, "range-unit"); !unit.empty() && unit != clean(row, "unit"))
    range.append(" ").append(unit);
  return trf("range {}", range);
}

Mark item_mark(const Row& row) {
  const std::string interpretation = text(row, "interpretation");
  if (interpretation == "low") return Mark::low;
  if (interpretation == "high") return Mark::high;
  return Mark::none;
}

std::string mark_words(Mark mark) {
  switch (mark) {
    case Mark::low:
      return tr("▼ L low");
    case Mark::high:
      return tr("▲ H high");
    case Mark::none:
      break;
  }
  return {};
}

std::string flag_words(const Row& row) {
  const std::string level = text(row, "flag");
  const std::string words = level == "guidance"   ? tr("△ guidance level")
                            : level == "referral" ? tr("◆ referral level")
                                                  : "";
  if (words.empty()) return {};
  const std::string basis = clean(row, "flag-basis");
  return basis.empty() ? words : fmt::format("{} ({})", words, basis);
}

std::string flag_legend() {
  return tr(
      "△ 保健指導判定値, ◆ 受診勧奨判定値 of 標準的な健診・保健指導プログラム (edition/certainty: A good, B "
      "fair, C "
      "weak). For information; no diagnosis.");
}

bool contradicted(const Row& row) {
  return std::ranges::any_of(texts(row, "warnings"), [](const auto& name) { return is_contradiction(name); });
}

}  // namespace kenkod::cli
