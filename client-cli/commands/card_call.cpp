#include "client-cli/commands/card_call.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "client-cli/card/card_error.hpp"
#include "client-cli/card/lost_card.hpp"
#include "client-cli/commands/record_rows.hpp"
#include "client-cli/tell_error.hpp"
#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {

std::vector<Reader> list_readers(Client& client) {
  std::vector<Dict> rows;
  unpack(client.manager("ListReaders", Options{}), rows);
  return readers_of(rows);
}

Dict call_card(Client& client, const char* method, const CommandLine& line) {
  Options options;
  if (!line.reader.empty()) options.emplace("reader", sdbus::Variant(line.reader));
  Dict result;
  unpack(client.held_manager_with(method, options), result);
  return result;
}

ExitCode tell_card_error(Client& client, const CallError& error) {
  const ExitCode exit = tell_error(card_error_words(error));
  if (readers_explain(error)) {
    try {
      fmt::print(stderr, "\n{}", readers_table(list_readers(client), output_style(STDERR_FILENO)));
    } catch (const CallError&) {
      // The first error is what the person asked about.
      return exit;
    }
  }
  if (about_card(error)) fmt::print(stderr, "\n{}\n", lost_card_words());
  return exit;
}

}  // namespace kenkod::cli
