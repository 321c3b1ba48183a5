#include "client-cli/commands/record_rows.hpp"

#include <langinfo.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

#include "client-cli/bus/dict.hpp"
#include "client-cli/commands/principal_id.hpp"
#include "client-cli/terminal/terminal.hpp"

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

Options query_options(const std::string& kind, const CommandLine& line) {
  Options options{{"kind", sdbus::Variant(kind)}, {"limit", sdbus::Variant(kPageRows)}};
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

}  // namespace

std::vector<Row> record_rows(Client& client, const std::string& kind, const std::string& purpose,
                             const CommandLine& line) {
  const auto session = client.open_session({kind}, purpose, principal_id(client, line.principal));
  Options options = query_options(kind, line);
  std::vector<Row> rows;
  std::string cursor;
  do {
    if (!cursor.empty()) options["cursor"] = sdbus::Variant(cursor);
    std::vector<Dict> page;
    unpack(call(client.loop(), *session, kSession, "Query", options), page, cursor);
    for (const Dict& dict : page) rows.push_back(row_of(dict));
  } while (!cursor.empty());
  client.close_session(*session);
  return rows;
}

Style output_style(int fd) {
  const bool terminal = isatty(fd) != 0;
  return {.colour = terminal && std::getenv("NO_COLOR") == nullptr,
          .width = terminal ? terminal_columns(fd) : 0,
          .ascii = std::string_view(nl_langinfo(CODESET)) != "UTF-8"};
}

}  // namespace kenkod::cli
