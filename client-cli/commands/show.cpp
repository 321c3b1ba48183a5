#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>

#include "client-cli/bus/dict.hpp"
#include "client-cli/commands/commands.hpp"
#include "client-cli/show/checkup_table.hpp"
#include "client-cli/show/machine_formats.hpp"
#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {
namespace {

constexpr std::uint32_t kPageRows = 1000;

Cell cell_of(const sdbus::Variant& value) {
  const std::string type = value.peekValueType();
  if (type == "s") return value.get<std::string>();
  if (type == "b") return value.get<bool>();
  if (type == "t") return value.get<std::uint64_t>();
  if (type == "u") return std::uint64_t{value.get<std::uint32_t>()};
  if (type == "as") return value.get<std::vector<std::string>>();
  return std::string{};
}

Row row_of(const Dict& dict) {
  Row row;
  for (const auto& [key, value] : dict) row.emplace(key, cell_of(value));
  return row;
}

Options query_options(const CommandLine& line) {
  Options options{{"kind", sdbus::Variant(std::string("checkup"))}, {"limit", sdbus::Variant(kPageRows)}};
  const auto add = [&](const char* key, const std::string& value) {
    if (!value.empty()) options.emplace(key, sdbus::Variant(value));
  };
  add("from", line.from);
  add("to", line.to);
  add("code", line.code);
  add("document", line.document);
  if (line.superseded) options.emplace("superseded", sdbus::Variant(true));
  return options;
}

std::vector<Row> all_rows(Client& client, sdbus::IProxy& session, Options options) {
  std::vector<Row> rows;
  std::string cursor;
  do {
    if (!cursor.empty()) options["cursor"] = sdbus::Variant(cursor);
    std::vector<Dict> page;
    unpack(call(client.loop(), session, kSession, "Query", options), page, cursor);
    for (const Dict& dict : page) rows.push_back(row_of(dict));
  } while (!cursor.empty());
  return rows;
}

}  // namespace

ExitCode run_show(Client& client, const CommandLine& line) {
  const auto session = client.open_session({"checkup"}, tr("Show check-up results on the terminal"));
  const std::vector<Row> rows = all_rows(client, *session, query_options(line));
  client.close_session(*session);
  if (line.format == "csv") fmt::print("{}", csv_header());
  for (const Row& row : rows) {
    if (line.format == "jsonl") fmt::print("{}", json_line(row));
    if (line.format == "csv") fmt::print("{}", csv_line(row));
  }
  if (rows.empty()) throw CallError{error_name(ErrorCode::NothingToShow), {}};
  const bool colour = isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
  if (line.format == "table") fmt::print("{}\n\n{}", tr("Check-up results"), checkup_table(rows, colour));
  return ExitCode::ok;
}

}  // namespace kenkod::cli
