#include "client-cli/agent/scripted_prompter.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "client-cli/agent/browser_words.hpp"
#include "client-cli/agent/pin_words.hpp"
#include "client-cli/agent/secret_layout.hpp"
#include "client-cli/text/error_words.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/rule_words.hpp"
#include "common/pin.hpp"

namespace kenkod::cli {
namespace {

// A prompt stays open for 120 s: an answer that must wait longer would come too late.
constexpr std::uint32_t kLongestWait = 110;

}  // namespace

std::optional<SecretBuffer> ScriptedPrompter::ask(const SecretRequest& request, const CancelToken& cancel) {
  if (!request.refused.empty()) tell(refusal_words(request.refused));
  if (request.wait > kLongestWait) {
    tell(trf("The next answer is looked at in {}.", duration_words(request.wait)));
    return std::nullopt;
  }
  auto first = lines_.next(cancel);
  if (request.kind == "pin") {
    if (!first || is_pin(first->text())) return first;
    tell(refusal_words("pin-format"));
    return std::nullopt;
  }
  if (!first) return std::nullopt;
  // An answer given too early is not looked at.
  if (request.wait > 0 && cancel.wait_for(std::chrono::seconds(request.wait))) return std::nullopt;
  if (request.kind == "answer") return first;
  auto second = lines_.next(cancel);
  if (!second) return std::nullopt;
  if (request.kind == "recovery") return join_lines({first->text(), second->text()});
  if (request.kind == "new-question")
    return join_lines({first->text(), second->text(), target_.given() ? kWantsRecovery : kNoRecovery});
  return std::nullopt;
}

std::optional<bool> ScriptedPrompter::confirm_subject(const SubjectRequest&, const CancelToken&) {
  // Standard error may end in a log: nobody is named.
  tell(tr("The person in this document was taken for you; documents of others are refused from now on."));
  return true;
}

std::optional<bool> ScriptedPrompter::confirm_card(const CardRequest& request, const CancelToken& cancel) {
  if (request.kind == CardRequest::Kind::pin_pad) return true;
  tell(tr("Only one try of the PIN is left."));
  const auto line = lines_.next(cancel);
  if (!line) return std::nullopt;
  return line->text() == "yes";
}

bool ScriptedPrompter::show_recovery_key(const SecretBuffer& key, const CancelToken&) {
  return target_.given() && write_recovery_key(target_, key);
}

void ScriptedPrompter::show_browser(const BrowserRequest&, const std::string& url, bool opened) {
  tell(browser_words(url, opened));
}

void ScriptedPrompter::tell(const std::string& sentence) { fmt::print(stderr, "kenkoctl: {}\n", sentence); }

}  // namespace kenkod::cli
