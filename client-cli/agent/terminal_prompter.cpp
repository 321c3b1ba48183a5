#include "client-cli/agent/terminal_prompter.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "client-cli/agent/app_words.hpp"
#include "client-cli/agent/browser_words.hpp"
#include "client-cli/agent/new_question.hpp"
#include "client-cli/agent/pin_prompt.hpp"
#include "client-cli/agent/qr_code.hpp"
#include "client-cli/agent/secret_layout.hpp"
#include "client-cli/agent/subject_words.hpp"
#include "client-cli/text/error_words.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/rule_words.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

// A prompt stays open for 120 s: an answer that must wait longer would come too late.
constexpr std::uint32_t kLongestWait = 100;

std::string scope_list(const std::vector<std::string>& scopes) {
  std::string list;
  for (const std::string& scope : scopes) list.append(list.empty() ? "" : ", ").append(scope_words(scope));
  return list;
}

}  // namespace

std::optional<SecretBuffer> TerminalPrompter::ask(const SecretRequest& request, const CancelToken& cancel) {
  terminal_.clear_line();  // a progress line may stand there
  if (request.kind == "new-question") {
    if (request.act != "change-question") show_heading(request);
    return NewQuestion(terminal_, cancel, choices_.target.given() || choices_.offer_recovery_key,
                       request.act == "link" || choices_.linking)
        .ask(request.refused);
  }
  if (request.kind == "pin") return PinPrompt(terminal_, cancel).ask(request);
  if (request.kind != "answer" && request.kind != "recovery") return std::nullopt;
  if (!request.retry) show_heading(request);
  if (request.retry) {
    terminal_.write(fmt::format("{}\n", tr("That answer was not accepted.")));
    if (request.tries_known)
      terminal_.write(fmt::format("{}\n", trn("{} try is left before a day's wait.",
                                              "{} tries are left before a day's wait.", request.tries_left)));
  }
  if (request.wait > 0 && !wait_until_allowed(request.wait, cancel)) return std::nullopt;
  return ask_answer(request, cancel);
}

void TerminalPrompter::show_heading(const SecretRequest& request) {
  terminal_.write(fmt::format("\n── {} ──\n", act_words(request.act)));
  terminal_.write(fmt::format("{}: {}\n", tr("Asked by"), app_words(request.sandboxed, request.app)));
  if (!request.scopes.empty())
    terminal_.write(fmt::format("{}: {}\n", tr("For"), scope_list(request.scopes)));
  if (!request.purpose.empty()) terminal_.write(fmt::format("{}: {}\n", tr("Purpose"), request.purpose));
}

bool TerminalPrompter::wait_until_allowed(std::uint32_t seconds, const CancelToken& cancel) {
  if (seconds > kLongestWait) {
    terminal_.write(fmt::format("{}\n", trf("The next answer is looked at in {}.", duration_words(seconds))));
    return false;
  }
  for (std::uint32_t left = seconds; left > 0; --left) {
    terminal_.write(
        fmt::format("\r\033[K{}", trf("The next answer is looked at in {}.", duration_words(left))));
    if (cancel.wait_for(std::chrono::seconds(1))) {
      terminal_.write("\n");
      return false;
    }
  }
  terminal_.clear_line();
  return true;
}

std::optional<SecretBuffer> TerminalPrompter::ask_answer(const SecretRequest& request,
                                                         const CancelToken& cancel) {
  std::optional<SecretBuffer> recovery_key;
  if (request.kind == "recovery") {
    recovery_key =
        terminal_.read_line(fmt::format("{}: ", tr("Recovery key")), Terminal::Echo::hidden, 0, cancel);
    if (!recovery_key || recovery_key->empty()) return std::nullopt;
  }
  const std::string question =
      request.question.empty() ? tr("(not known on this machine)") : request.question;
  terminal_.write(fmt::format("{}: {}\n", tr("Secret question"), question));
  terminal_.write(fmt::format("{}\n", tr("[Enter] Authenticate   [Ctrl-D] cancel")));
  auto answer = terminal_.read_line(fmt::format("{}: ", tr("Enter the answer to the secret question")),
                                    Terminal::Echo::hidden, 0, cancel);
  if (!answer || answer->empty()) return std::nullopt;
  if (recovery_key) return join_lines({recovery_key->text(), answer->text()});
  return answer;
}

std::optional<bool> TerminalPrompter::confirm_subject(const SubjectRequest& request,
                                                      const CancelToken& cancel) {
  if (known_as_other(request)) return false;
  terminal_.clear_line();
  terminal_.write(fmt::format("\n── {} ──\n", tr("Whose records are these?")));
  if (request.act == "link")
    terminal_.write(fmt::format("{}: {}\n", tr("For"), printable(act_words(request.act))));
  terminal_.write(fmt::format("{}: {}\n", tr("Asked by"), app_words(request.sandboxed, request.app)));
  terminal_.write(subject_words(request));
  if (choices_.assume_yes) return true;
  const auto typed = terminal_.read_line(fmt::format("{} [y/N] ", subject_question(request)),
                                         Terminal::Echo::shown, 0, cancel);
  if (!typed) return std::nullopt;
  const bool own = !typed->empty() && (typed->text()[0] == 'y' || typed->text()[0] == 'Y');
  if (!own && choices_.remember_no) others_.push_back(request);
  return own;
}

std::optional<bool> TerminalPrompter::confirm_card(const CardRequest& request, const CancelToken& cancel) {
  terminal_.clear_line();
  return PinPrompt(terminal_, cancel).confirm(request);
}

bool TerminalPrompter::known_as_other(const SubjectRequest& request) const {
  return std::ranges::any_of(others_, [&](const SubjectRequest& other) {
    return other.name == request.name && other.kana == request.kana &&
           other.birth_date == request.birth_date && other.sex == request.sex;
  });
}

bool TerminalPrompter::show_recovery_key(const SecretBuffer& key, const CancelToken& cancel) {
  if (choices_.target.given()) return write_recovery_key(choices_.target, key);
  terminal_.enter_page();
  const std::string shown = printable(key.text());
  terminal_.write(fmt::format("── {} ──\n\n    {}\n\n", tr("Recovery key"), shown));
  if (const std::string code = qr_code(key.text()); !code.empty()) terminal_.write(code);
  terminal_.write(fmt::format("\n{}\n{}\n",
                              tr("Write it down or photograph it, and keep it away from this computer. It "
                                 "replaces a lost keyring or a broken "
                                 "machine, together with the answer; it does not replace the answer."),
                              tr("It is shown only once.")));
  const auto seen =
      terminal_.read_line(tr("Press Enter when you have kept it. "), Terminal::Echo::hidden, 0, cancel);
  terminal_.leave_page();
  return seen.has_value();
}

void TerminalPrompter::show_browser(const BrowserRequest& request, const std::string& url, bool opened) {
  terminal_.clear_line();
  terminal_.write(fmt::format("{}{}\n", browser_heading(request), browser_words(url, opened)));
}

void TerminalPrompter::tell(const std::string& sentence) { terminal_.write(fmt::format("{}\n", sentence)); }

}  // namespace kenkod::cli
