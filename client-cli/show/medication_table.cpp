#include "client-cli/show/medication_table.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "client-cli/show/origin_words.hpp"
#include "client-cli/show/warning_words.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

// Longer texts push their own line only, not the whole column.
constexpr std::size_t kWidestName = 44, kWidestAmount = 14, kWidestUsage = 32;
constexpr std::size_t kNameIndent = 4, kDetailIndent = 8;

std::string joined(std::initializer_list<std::string> parts, std::string_view separator = " ") {
  std::string out;
  for (const std::string& part : parts)
    if (!part.empty()) out.append(out.empty() ? "" : separator).append(part);
  return out;
}

std::string name_of(const Row& row) {
  std::string name = clean(row, "name");
  if (name.empty()) name = clean(row, "generic-name");
  if (name.empty()) name = clean(row, "code").empty() ? tr("(no name)") : trf("code {}", clean(row, "code"));
  const auto group = number(row, "group");
  return group > 0 ? fmt::format("[{}] {}", group, name) : name;
}

std::string amount_of(const Row& row) { return joined({clean(row, "amount"), clean(row, "unit")}); }

std::string times_of(const Row& row) {
  const std::string times = clean(row, "times");
  if (times.empty()) return {};
  const std::string unit = clean(row, "times-unit");
  return unit.empty() ? fmt::format("×{}", times) : fmt::format("{} {}", times, unit);
}

class Block {
 public:
  Block(std::vector<const Row*> rows, const Style& style, bool first_of_document)
      : rows_(std::move(rows)), style_(style), first_of_document_(first_of_document) {
    for (const Row* row : rows_) {
      name_width_ = std::max(name_width_, std::min(columns(name_of(*row)), kWidestName));
      amount_width_ = std::max(amount_width_, std::min(columns(amount_of(*row)), kWidestAmount));
      usage_width_ = std::max(usage_width_, std::min(columns(clean(*row, "usage")), kWidestUsage));
    }
  }

  std::string text() && {
    heading();
    for (const Row* row : rows_) medicine(*row);
    return std::move(out_);
  }

 private:
  void heading() {
    const Row& first = *rows_.front();
    const std::string date = clean(first, "date");
    const std::string facility = clean(first, "facility");
    out_ += style_.paint("1", date.empty() ? tr("day unknown") : date);
    out_ += fmt::format("  {}  [{}; {}]\n", facility.empty() ? tr("(facility not named)") : facility,
                        source_words(cli::text(first, "source")), origin_words(first));
    if (flag(first, "newer-block"))
      line(2, fmt::format("※ {}", tr("A newer record of the same day and facility lists other medicines.")));
    const std::string prescriber =
        joined({clean(first, "prescriber"), clean(first, "department"), clean(first, "doctor")});
    const std::string day = clean(first, "prescribed-date");
    if (const std::string by = joined({prescriber, day}, ", "); !by.empty())
      line(2, trf("Prescribed: {}", by));
    if (const std::string by = clean(first, "pharmacist"); !by.empty()) line(2, trf("Pharmacist: {}", by));
    // A document may have hundreds of days; its warnings are told once.
    if (!first_of_document_) return;
    for (const auto& warning : texts(first, "document-warnings"))
      line(2, fmt::format("※ {}", warning_words(printable(warning))));
  }

  void medicine(const Row& row) {
    const std::string name = name_of(row);
    const std::string amount = amount_of(row);
    const std::string usage = clean(row, "usage");
    std::string one =
        fmt::format("{}{}  {}  {}  {}", std::string(kNameIndent, ' '), pad_right(name, name_width_),
                    pad_left(amount, amount_width_), pad_right(usage, usage_width_), times_of(row));
    one.erase(one.find_last_not_of(' ') + 1);
    if (style_.width == 0 || columns(one) <= style_.width) {
      out_ += one + "\n";
    } else {
      line(kNameIndent, name);
      const std::string rest = joined({amount, usage, times_of(row)}, "  ");
      if (kDetailIndent + columns(rest) <= style_.width) {
        line(kDetailIndent, rest);
      } else {
        line(kDetailIndent, joined({amount, times_of(row)}, "  "));
        line(kDetailIndent, usage);
      }
    }
    details(row);
  }

  void details(const Row& row) {
    const auto detail = [&](const char* label, const std::string& value) {
      if (!value.empty()) line(kDetailIndent, fmt::format("{}: {}", label, value));
    };
    if (clean(row, "generic-name") != clean(row, "name"))
      detail(tr("Generic name"), clean(row, "generic-name"));
    detail(tr("Ingredient"), clean(row, "ingredient"));
    detail(tr("Until"), clean(row, "end-date"));
    for (const std::string& note : texts(row, "notes"))
      line(kDetailIndent, fmt::format("・{}", printable(note)));
    for (const std::string& warning : texts(row, "warnings"))
      line(kDetailIndent, fmt::format("※ {}", warning_words(printable(warning))));
  }

  void line(std::size_t indent, const std::string& words) {
    if (words.empty()) return;
    const std::size_t room = style_.width > indent ? style_.width - indent : 1;
    for (const std::string& part : wrapped(words, style_.width == 0 ? 0 : room))
      out_ += fmt::format("{}{}\n", std::string(indent, ' '), part);
  }

  std::vector<const Row*> rows_;
  const Style& style_;
  bool first_of_document_;
  std::string out_;
  std::size_t name_width_ = 0, amount_width_ = 0, usage_width_ = 0;
};

// What one heading says of all its medicines.
std::string block_key(const Row& row) {
  std::string key;
  for (const char* each : {"date", "facility", "facility-code", "source", "origin", "stated-origin",
                           "document", "prescriber", "department", "doctor", "prescribed-date", "pharmacist"})
    key.append(text(row, each)).push_back('\n');
  return key.append(flag(row, "newer-block") ? "1" : "0");
}

}  // namespace

std::string source_words(const std::string& source) {
  if (source == "claim") return tr("dispensed (from a claim)");
  if (source == "dispensed") return tr("dispensed");
  if (source == "own-entry") return tr("own entry");
  if (source == "prescribed") return tr("prescribed (no proof of dispensing)");
  return printable(source);
}

std::string medication_table(const std::vector<Row>& rows, const Style& style) {
  std::vector<std::vector<const Row*>> blocks;
  std::map<std::string, std::size_t> known;
  for (const Row& row : rows) {
    const auto [at, is_new] = known.try_emplace(block_key(row), blocks.size());
    if (is_new) blocks.emplace_back();
    blocks[at->second].push_back(&row);
  }
  std::string out;
  std::set<std::string> documents;
  for (auto& block : blocks) {
    if (!out.empty()) out += "\n";
    const bool first_of_document = documents.insert(text(*block.front(), "document")).second;
    out += Block(std::move(block), style, first_of_document).text();
  }
  return out;
}

}  // namespace kenkod::cli
