#include <fmt/format.h>

#include <ctime>

#include "client-cli/bus/dict.hpp"
#include "client-cli/commands/commands.hpp"
#include "client-cli/link/link_status.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

constexpr std::size_t kLabelColumns = 24;

void line(const char* label, const std::string& value) {
  fmt::print("{}  {}\n", pad_right(label, kLabelColumns), value);
}

std::string vault_words(const std::string& state) {
  if (state == "none") return tr("none yet");
  if (state == "ready") return tr("ready");
  if (state == "foreign-host") return tr("made on another machine; the recovery key opens it (--recovery)");
  if (state == "foreign-user") return tr("made by another user who had this number");
  if (state == "damaged") return tr("damaged");
  return printable(state);
}

void print_question(const Dict& status) {
  if (!value_of<bool>(status, "question-set")) {
    line(tr("Secret question"), tr("not set (kenkoctl question set)"));
    return;
  }
  line(tr("Secret question"), tr("set"));
  line(tr("Keyring"), value_of<bool>(status, "device-key") ? tr("needed") : tr("not needed"));
  line(tr("Recovery key"), value_of<bool>(status, "recovery-key") ? tr("made") : tr("none"));
}

}  // namespace

ExitCode run_status(Client& client) {
  Dict status;
  unpack(client.manager("GetStatus", Options{}), status);
  const auto waiting = value_of<std::uint32_t>(status, "waiting");
  line(tr("Terms of use"),
       fmt::format(
           "{} ({})",
           value_of<bool>(status, "consent") ? tr("accepted") : tr("not accepted (kenkoctl terms --accept)"),
           trf("version {}", printable(value_of<std::string>(status, "terms-version")))));
  print_question(status);
  line(tr("Records"), vault_words(value_of<std::string>(status, "vault", "none")));
  line(tr("Open sessions"), value_of<bool>(status, "open") ? tr("yes") : tr("no"));
  line(tr("Next answer"), waiting == 0 ? tr("now") : trf("in {}", duration_words(waiting)));
  line(tr("Prompt agent"), value_of<bool>(status, "agent") ? tr("running") : tr("none"));
  for (const StatusLine& each : link_status(status, std::time(nullptr))) line(each.label.c_str(), each.value);
  return ExitCode::ok;
}

}  // namespace kenkod::cli
