#include "client-cli/import/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "client-cli/show/warning_words.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/layout_words.hpp"
#include "client-cli/text/rule_words.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

// "BadDocument": what programs and reports call it.
std::string short_name(const std::string& error) {
  return printable(error.substr(error.rfind('.') == std::string::npos ? 0 : error.rfind('.') + 1));
}

std::string outcome_words(const std::string& outcome) {
  if (outcome == "imported") return tr("was imported");
  if (outcome == "revised") return tr("a newer revision was imported");
  if (outcome == "already-there") return tr("already there, nothing changed");
  if (outcome == "would-import") return tr("would be imported");
  if (outcome == "would-revise") return tr("would be imported as a newer revision");
  return printable(outcome);
}

std::string kind_and_layout(const ImportRow& row) {
  const std::string kind = printable(scope_words(row.kind));
  return row.layout.empty() ? kind : fmt::format("{} [{}]", kind, layout_words(row.layout));
}

}  // namespace

std::string ImportReport::line(const std::string& name, const ImportRow& row) {
  if (row.outcome == "refused") return refused(name, row.error);
  if (row.outcome == "imported" || row.outcome == "would-import")
    ++imported_;
  else if (row.outcome == "revised" || row.outcome == "would-revise")
    ++revised_;
  else
    ++already_there_;
  std::string line =
      fmt::format("{}: {} – {}", printable(name), outcome_words(row.outcome), kind_and_layout(row));
  if (!row.date.empty()) line.append(", ").append(printable(row.date));
  line.append(", ").append(trn("{} item", "{} items", row.records));
  if (row.warnings > 0) line.append(", ").append(trn("{} warning", "{} warnings", row.warnings));
  for (const std::string& warning : row.document_warnings)
    line.append(" ※ ").append(warning_words(printable(warning)));
  if (row.subject_unconfirmed)
    line.append(" ※ ").append(tr("You would be asked whether the person in it is you."));
  return line + "\n";
}

std::string ImportReport::refused(const std::string& name, const CallError& error) {
  ++refused_[short_name(error.name)];
  const ErrorWords words = error_words(error);
  std::string line =
      fmt::format("{}: {}", printable(name), trf("refused ({}): {}", short_name(error.name), words.what));
  if (!words.next.empty()) line.append(" → ").append(words.next);
  return line + "\n";
}

std::string ImportReport::unopened(const std::string& name) {
  ++unopened_;
  return trf("{}: the file cannot be opened.", printable(name)) + "\n";
}

unsigned long ImportReport::documents() const noexcept {
  const auto add = [](unsigned long sum, const auto& entry) { return sum + entry.second; };
  return std::accumulate(refused_.begin(), refused_.end(), imported_ + revised_ + already_there_ + unopened_,
                         add);
}

std::string ImportReport::summary() const {
  struct Line {
    std::string words;
    unsigned long count;
  };
  std::vector<Line> lines{{check_ ? tr("Would be imported") : tr("Imported"), imported_},
                          {check_ ? tr("Would be revised") : tr("Revised"), revised_},
                          {tr("Already there"), already_there_}};
  unsigned long all = 0;
  for (const auto& [name, count] : refused_) all += count;
  lines.push_back({tr("Refused"), all});
  for (const auto& [name, count] : refused_) lines.push_back({"  " + name, count});
  if (unopened_ > 0) lines.push_back({tr("Could not be opened"), unopened_});
  std::size_t widest = 0;
  for (const Line& line : lines) widest = std::max(widest, columns(line.words));
  std::string out;
  for (const Line& line : lines) out += fmt::format("{}  {:>5}\n", pad_right(line.words, widest), line.count);
  return out;
}

ExitCode ImportReport::exit() const noexcept {
  if (!refused_.empty()) return ExitCode::document;
  return unopened_ > 0 ? ExitCode::failed : ExitCode::ok;
}

}  // namespace kenkod::cli
