#include "client-cli/agent/pin_words.hpp"

#include <fmt/format.h>

#include "client-cli/agent/app_words.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/rule_words.hpp"

namespace kenkod::cli {
namespace {

std::string heading(const std::string& act, bool sandboxed, const std::string& app,
                    const std::string& reader) {
  std::string out =
      fmt::format("\n── {} ──\n{}: {}\n", act_words(act), tr("Asked by"), app_words(sandboxed, app));
  if (!reader.empty()) out += fmt::format("{}: {}\n", tr("Card reader"), reader);
  return out;
}

std::string tries_words(bool known, std::uint32_t left) {
  if (!known) return fmt::format("{}\n", tr("3 wrong ones in a row lock the card."));
  if (left == 1)
    return fmt::format("{}\n",
                       tr("1 try is left: a wrong PIN locks the card, and only the municipal office can "
                          "reset it."));
  return fmt::format("{}\n", trn("{} try is left; 3 wrong ones in a row lock the card.",
                                 "{} tries are left; 3 wrong ones in a row lock the card.", left));
}

}  // namespace

std::string pin_words(const SecretRequest& request) {
  if (!request.refused.empty())
    return fmt::format("{} {}\n", refusal_words(request.refused), tr("It was not sent to the card."));
  if (request.retry)
    return fmt::format("{}\n", tr("The PIN was wrong.")) +
           tries_words(request.tries_known, request.tries_left);
  return heading(request.act, request.sandboxed, request.app, request.reader)
      .append(tr("The PIN of the user authentication certificate of your My Number card is needed (4 digits, "
                 "chosen at the municipal office)."))
      .append("\n")
      .append(tries_words(request.tries_known, request.tries_left))
      .append(tr("[Enter] Hand the PIN to the card   [Ctrl-D] cancel"))
      .append("\n");
}

std::string last_try_words(const CardRequest& request) {
  return heading(request.act, request.sandboxed, request.app, request.reader)
      .append(tr("Only one try of the PIN is left."))
      .append("\n")
      .append(
          tr("When the next PIN is wrong, the card is locked: you cannot log in with it until you have had "
             "the PIN reset at the municipal office, in person."))
      .append("\n")
      .append(tr("If you are not sure, stop here and look the PIN up; stopping costs nothing."))
      .append("\n");
}

std::string pin_pad_words(const CardRequest& request) {
  std::string out = heading(request.act, request.sandboxed, request.app, request.reader)
                        .append(tr("The PIN is typed on the card reader: never on this computer."))
                        .append("\n");
  out += tries_words(request.tries_known, request.tries_left);
  return out
      .append(
          tr("Type the PIN of the user authentication certificate (4 digits) on the reader after you have "
             "pressed Enter here."))
      .append("\n");
}

}  // namespace kenkod::cli
