#include <fmt/format.h>

#include <array>

#include "client-cli/commands/commands.hpp"
#include "client-cli/commands/record_rows.hpp"
#include "client-cli/show/checkup_table.hpp"
#include "client-cli/show/expense_table.hpp"
#include "client-cli/show/machine_formats.hpp"
#include "client-cli/show/medication_table.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

struct View {
  const char* kind;     // as in "show checkup"
  const char* purpose;  // msgid
  const char* title;    // msgid
  const char* note;     // msgid: the founding manual's, under every list
  std::string (*table)(const std::vector<Row>&, const Style&);
};

constexpr std::array kViews{
    View{"checkup", tr_later("Show check-up results on the terminal"), tr_later("Check-up results"),
         tr_later("※The items shown differ from \"check-up results\" in the contents of your organisation"),
         checkup_table},
    View{"medication", tr_later("Show the medication history on the terminal"),
         tr_later("Medication history"),
         tr_later("※The items shown differ from \"medication history and generic price difference\" in the "
                  "contents "
                  "of your organisation"),
         medication_table},
    View{"expense", tr_later("Show the medical expense notices on the terminal"),
         tr_later("Medical expense notices"),
         tr_later(
             "※The items shown differ from \"medical expense notices\" in the contents of your organisation"),
         expense_table},
};

const View& view_of(const std::string& command) {
  for (const View& view : kViews)
    if (command == fmt::format("show {}", view.kind)) return view;
  return kViews.front();
}

}  // namespace

ExitCode run_show(Client& client, const CommandLine& line) {
  const View& view = view_of(line.command);
  const std::vector<Row> rows = record_rows(client, view.kind, tr(view.purpose), line);
  if (line.format == "csv") fmt::print("{}", csv_header(view.kind));
  for (const Row& row : rows) {
    if (line.format == "jsonl") fmt::print("{}", json_line(row));
    if (line.format == "csv") fmt::print("{}", csv_line(row, view.kind));
  }
  if (rows.empty()) throw CallError{error_name(ErrorCode::NothingToShow), {}};
  if (line.format != "table") return ExitCode::ok;
  const Style style = output_style();
  fmt::print("{}\n\n{}\n", tr(view.title), view.table(rows, style));
  for (const std::string& part : wrapped(tr(view.note), style.width)) fmt::print("{}\n", part);
  return ExitCode::ok;
}

}  // namespace kenkod::cli
