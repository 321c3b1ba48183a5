#include "client-cli/link/link_error.hpp"

#include "client-cli/text/i18n.hpp"
#include "common/error.hpp"

namespace kenkod::cli {
namespace {

ErrorWords not_supported_words(const LinkSituation& situation) {
  if (!situation.portal)
    return {
        tr("There is nothing to link with: no portal is set up on this computer."),
        tr("The administrator writes the portal into /etc/kenkod/kenkod.conf, section [portal]; "
           "docs/portal-operators.md tells how. Files can be imported all the same: kenkoctl import FILE"),
        ExitCode::not_ready};
  if (situation.card)
    return {
        tr("Logging in with this card is not possible: the portal is not set up for it, or the card is of "
           "a generation that this version of kenkod does not know."),
        tr("Log in with the browser: kenkoctl link --browser"), ExitCode::card};
  return {tr("The portal is not set up for this way of logging in, or for this kind of records."),
          tr("Leave the options out, or try the other way: kenkoctl link --card, kenkoctl link --browser"),
          ExitCode::usage};
}

ErrorWords cancelled_words(const LinkSituation& situation) {
  if (situation.waiting_here)
    return {
        tr("The link was called off"),
        tr("You are logged in already: within ten minutes, kenkoctl link goes on at the secret question."),
        ExitCode::cancelled};
  return {tr("The link was called off"),
          tr("Nothing was changed. After closing a question twice, wait ten minutes."), ExitCode::cancelled};
}

}  // namespace

ErrorWords kind_error_words(const CallError& error) {
  const auto code = error_from_name(error.name);
  if (code == ErrorCode::BadDocument) {
    ErrorWords words = error_words(error);
    words.next =
        tr("Link again; if it stays so, fetch the file in the browser and look at it: "
           "kenkoctl import --check FILE");
    return words;
  }
  if (code == ErrorCode::ForeignSubject) {
    ErrorWords words = error_words(error);
    words.next =
        tr("Nothing of anybody else is stored. Is it about somebody you act for? kenkoctl principals");
    return words;
  }
  return error_words(error);
}

ErrorWords link_error_words(const CallError& error, const LinkSituation& situation) {
  const auto code = error_from_name(error.name);
  if (!code) return error_words(error);
  switch (*code) {
    case ErrorCode::NotSupported:
      return not_supported_words(situation);
    case ErrorCode::UserCancelled:
      return cancelled_words(situation);
    case ErrorCode::Busy:
      return {tr("Another link, or another question to you, is still open."),
              tr("End it, then link again; a log-in nobody goes on with ends after ten minutes."),
              ExitCode::try_later};
    case ErrorCode::ForeignSubject: {
      ErrorWords words = error_words(error);
      words.what =
          tr("The records on this computer are of another person than the one who logged in, or whom "
             "the fetched documents are about.");
      words.next =
          tr("Nothing was stored. Log in with your own card; to begin again with another person: "
             "kenkoctl purge");
      return words;
    }
    default:
      return kind_error_words(error);
  }
}

}  // namespace kenkod::cli
