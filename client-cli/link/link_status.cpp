#include "client-cli/link/link_status.hpp"

#include <fmt/format.h>

#include "client-cli/text/error_words.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/local_time.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

constexpr std::int64_t kDay = 86400;

std::string state_words(const std::string& state) {
  if (state == "not-linked") return tr("not linked");
  if (state == "linking") return tr("at the log-in");
  if (state == "linked-locked")
    return tr("logged in; the secret question is still to be set (kenkoctl link goes on there)");
  if (state == "fetching") return tr("fetching data");
  if (state == "ready") return tr("linked");
  if (state == "expired") return tr("expired; log in again (kenkoctl link)");
  if (state == "suspended") return tr("stopped: the portal refused the certificate of the card");
  return printable(state);
}

std::string portal_words(const Dict& status) {
  const auto portal = printable(value_of<std::string>(status, "portal"));
  if (portal.empty()) return tr("none is set up");
  if (value_of<bool>(status, "portal-open")) return fmt::format("{} ({})", portal, tr("open now"));
  const auto next = value_of<std::int64_t>(status, "next-opening");
  if (next == 0) return fmt::format("{} ({})", portal, tr("closed now"));
  return fmt::format("{} ({})", portal, trf("closed now, opens {}", moment_words(next)));
}

// The warning belongs to the last fortnight, a louder one to the last three days.
std::string term_words(std::int64_t expires, std::int64_t now) {
  std::string until = trf("until {}", moment_words(expires));
  if (expires <= now) return fmt::format("{} ({})", until, tr("over"));
  const auto days = static_cast<unsigned long>((expires - now + kDay - 1) / kDay);
  if (days > 14) return until;
  const std::string left =
      trn("ends in {} day; link again to go on", "ends in {} days; link again to go on", days);
  return fmt::format("{} {} ({})", days <= 3 ? "!!" : "!", until, left);
}

}  // namespace

std::vector<StatusLine> link_status(const Dict& status, std::int64_t now) {
  std::vector<StatusLine> lines{
      {tr("マイナポータル"), portal_words(status)},
      {tr("マイナポータル link"), state_words(value_of<std::string>(status, "link-state", "not-linked"))}};
  const auto last = value_of<std::int64_t>(status, "last-fetch");
  lines.push_back({tr("Last fetched"), last == 0 ? tr("never") : moment_words(last)});
  if (const auto expires = value_of<std::int64_t>(status, "link-expires"); expires != 0)
    lines.push_back({tr("Term link"), term_words(expires, now)});
  if (const auto retry = value_of<std::int64_t>(status, "retry-at"); retry > now)
    lines.push_back(
        {tr("Next fetch"), trf("not before {}: マイナポータル asks to wait", moment_words(retry))});
  return lines;
}

}  // namespace kenkod::cli
