#include <fmt/format.h>
#include <unistd.h>

#include <utility>

#include "client-cli/bus/dict.hpp"
#include "client-cli/card/card_error.hpp"
#include "client-cli/card/lost_card.hpp"
#include "client-cli/commands/card_call.hpp"
#include "client-cli/commands/commands.hpp"
#include "client-cli/commands/principal_id.hpp"
#include "client-cli/commands/record_rows.hpp"
#include "client-cli/link/link_error.hpp"
#include "client-cli/link/link_result.hpp"
#include "client-cli/tell_error.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/local_time.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

Options link_options(Client& client, const CommandLine& line) {
  Options options;
  // A reader is named for nothing but the card.
  const std::string flow = line.flow.empty() && !line.reader.empty() ? "card" : line.flow;
  if (!flow.empty()) options.emplace("flow", sdbus::Variant(flow));
  if (!line.reader.empty()) options.emplace("reader", sdbus::Variant(line.reader));
  if (!line.kinds.empty()) options.emplace("kinds", sdbus::Variant(line.kinds));
  if (line.anyway) options.emplace("anyway", sdbus::Variant(true));
  if (!line.principal.empty())
    options.emplace("principal", sdbus::Variant(principal_id(client, line.principal)));
  return options;
}

LinkSituation situation(Client& client, const CommandLine& line) {
  Dict status;
  try {
    unpack(client.manager("GetStatus", Options{}), status);
  } catch (const CallError&) {
    return {};  // the first error is what the person asked about
  }
  return {.portal = !value_of<std::string>(status, "portal").empty(),
          .card = line.flow == "card" || !line.reader.empty(),
          .waiting_here = value_of<std::string>(status, "link-state") == "linked-locked"};
}

ExitCode tell_link_error(Client& client, const CommandLine& line, const CallError& error) {
  const ErrorWords words = link_error_words(error, situation(client, line));
  // Of the card: told with the readers and the number for lost cards.
  if (about_card(error) && error_from_name(error.name) != ErrorCode::NotSupported)
    return tell_card_error(client, error);
  return tell_error(words);
}

void tell_note(const std::string& note, const Style& style) {
  const char* lead = "※";
  for (const std::string& part : wrapped(note, style.width > 2 ? style.width - 2 : 0))
    fmt::print("{}{}\n", std::exchange(lead, "  "), part);
}

void tell_result(const Dict& result, const std::vector<LinkedKind>& kinds) {
  const Style style = output_style();
  fmt::print("{}\n\n{}\n", tr("The マイナポータル link is complete"), link_table(kinds, style));
  if (const auto expires = value_of<std::int64_t>(result, "expires"); expires != 0)
    fmt::print("{}\n",
               trf("Term link: until {} data can be fetched again without a log-in; to end it: kenkoctl "
                   "unlink",
                   moment_words(expires)));
  if (const auto people = value_of<std::uint32_t>(result, "principals"); people > 0)
    fmt::print("{}\n",
               trn("You may also fetch for {} person you act for (代理人): kenkoctl principals",
                   "You may also fetch for {} people you act for (代理人): kenkoctl principals", people));
  tell_note(tr("The data is not updated by itself"), style);
  tell_note(tr("To show the newest check-up and medical information, link and fetch the data each time"),
            style);
}

}  // namespace

ExitCode run_link(Client& client, const CommandLine& line) {
  client.offer_agent();
  client.tell_every_stage();
  const Options options = link_options(client, line);
  Dict result;
  try {
    unpack(client.held_manager_with("Link", options), result);
  } catch (const CallError& error) {
    return tell_link_error(client, line, error);
  }
  const auto kinds = linked_kinds(value_of<std::vector<Dict>>(result, "rows"));
  tell_result(result, kinds);
  const ExitCode exit = link_exit(kinds);
  std::fflush(stdout);
  if (exit == ExitCode::partial)
    fmt::print(stderr, "kenkoctl: {}\n  → {}\n",
               tr("Not every kind could be fetched; the others are stored."),
               tr("Link again for those that are missing; what is there stays."));
  return exit;
}

}  // namespace kenkod::cli
