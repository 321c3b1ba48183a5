#include <fmt/format.h>

#include "client-cli/commands/commands.hpp"
#include "client-cli/commands/record_rows.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/width.hpp"
#include "client-cli/trend/chart.hpp"
#include "client-cli/trend/item_names.hpp"
#include "client-cli/trend/series.hpp"

namespace kenkod::cli {
namespace {

std::string choice(const Series& series, const Style& style) {
  const std::string name = printable(style.ascii && !series.english.empty() ? series.english : series.name);
  const std::string english =
      style.ascii || series.english.empty() ? "" : fmt::format(" ({})", series.english);
  return fmt::format("  {}  {}{}: {}\n", pad_right(printable(series.key), 12), name, printable(english),
                     trn("{} value", "{} values", series.numbers.size()));
}

}  // namespace

ExitCode run_trend(Client& client, const CommandLine& line) {
  const std::vector<Row> rows =
      record_rows(client, "checkup", tr("Show the trend of a check-up item on the terminal"), line);
  if (rows.empty()) throw CallError{error_name(ErrorCode::NothingToShow), {}};
  const Style style = output_style();
  const auto all = all_series(rows, ItemNames::load(KENKOD_DATA_DIRECTORY "/items.tsv"));
  const auto found = meant(all, line.item);
  const std::string item = printable(line.item);
  if (found.empty())
    throw Failure{
        ExitCode::nothing,
        trf("There is no record of \"{}\" that can be charted. What there is: kenkoctl show checkup", item)};
  if (found.size() > 1) {
    fmt::print(stderr, "kenkoctl: {}\n", trf("\"{}\" may mean several items; name one, or its key:", item));
    for (const Series* series : found) fmt::print(stderr, "{}", choice(*series, style));
    return ExitCode::usage;
  }
  const Series& series = *found.front();
  if (series.numbers.empty()) throw Failure{ExitCode::nothing, trf("\"{}\" has no numbers to chart.", item)};
  fmt::print("{}", chart(series, style));
  if (series.numbers.size() > 1) return ExitCode::ok;
  throw Failure{ExitCode::nothing, tr("There is only one value: a trend needs at least two.")};
}

}  // namespace kenkod::cli
