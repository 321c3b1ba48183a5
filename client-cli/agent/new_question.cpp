#include "client-cli/agent/new_question.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

#include "client-cli/agent/secret_layout.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/preset_words.hpp"
#include "client-cli/text/rule_words.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

PersonNames own_names() {
  const passwd* entry =
      getpwuid(getuid());  // NOLINT(concurrency-mt-unsafe): the only user of it in this program
  if (entry == nullptr) return {};
  const std::string real = entry->pw_gecos != nullptr ? entry->pw_gecos : "";
  return {entry->pw_name, real.substr(0, real.find(','))};
}

std::optional<std::size_t> chosen(std::string_view typed, std::size_t last) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
  if (error != std::errc{} || end != typed.data() + typed.size() || number < 1 || number > last)
    return std::nullopt;
  return number;
}

}  // namespace

NewQuestion::NewQuestion(Terminal& terminal, const CancelToken& cancel, bool offer_recovery_key,
                         bool after_log_in)
    : terminal_(terminal),
      cancel_(cancel),
      offer_recovery_key_(offer_recovery_key),
      after_log_in_(after_log_in),
      names_(own_names()) {}

void NewQuestion::line(const std::string& text) { terminal_.write(text + "\n"); }

std::optional<SecretBuffer> NewQuestion::ask(const std::string& refused) {
  if (!refused.empty())
    line(refusal_words(refused));
  else if (!begin())
    return std::nullopt;
  for (;;) {
    const auto question = choose_question();
    if (!question) return std::nullopt;
    const auto answer = choose_answer(question->text());
    if (!answer) return std::nullopt;
    const auto recovery = wants_recovery_key();
    if (!recovery) return std::nullopt;
    switch (confirm(question->text(), answer->text())) {
      case Choice::yes:
        return join_lines({question->text(), answer->text(), *recovery ? kWantsRecovery : kNoRecovery});
      case Choice::no:
        return std::nullopt;
      case Choice::again:
        break;
    }
  }
}

bool NewQuestion::begin() {
  line(fmt::format("\n── {} ──", tr("Secret question set-up")));
  line(after_log_in_ ? tr("Let's go on and set the secret question") : tr("Let's set the secret question"));
  line(tr("It is needed when you access check-up and medical information"));
  line(fmt::format("\n{}", tr("Caution")));
  line(fmt::format(
      "・{}", tr("A secret question must be set to access check-up and medical information such as check-up "
                 "results")));
  line(fmt::format("・{}",
                   tr("If you no longer know what you registered, you cannot access the check-up and medical "
                      "information, so please check that it is right")));
  line(fmt::format(
      "・{}", tr("There is no way to recover a forgotten answer: you can only delete everything and start "
                 "again.")));
  return terminal_
      .read_line(fmt::format("[Enter] {} ", tr("Start secret question set-up")), Terminal::Echo::hidden, 0,
                 cancel_)
      .has_value();
}

std::optional<SecretBuffer> NewQuestion::choose_question() {
  const auto presets = preset_words();
  line(fmt::format("\n{}", tr("Choose a secret question")));
  line(fmt::format("  1) {}", tr("Set my own question (recommended)")));
  for (std::size_t i = 0; i < presets.size(); ++i) line(fmt::format("  {}) {}", i + 2, presets[i]));
  line(tr("For security we recommend \"Set my own question\""));
  for (;;) {
    const auto typed =
        terminal_.read_line(fmt::format("{} [1]: ", tr("Number")), Terminal::Echo::shown, 0, cancel_);
    if (!typed) return std::nullopt;
    const auto number =
        typed->empty() ? std::optional<std::size_t>(1) : chosen(typed->text(), presets.size() + 1);
    if (number == 1) return own_question();
    if (number) return SecretBuffer(std::string_view(presets.at(*number - 2)));
  }
}

std::optional<SecretBuffer> NewQuestion::own_question() {
  for (;;) {
    auto question =
        terminal_.read_line(tr("Secret question"), Terminal::Echo::shown, kMaxQuestionCharacters, cancel_);
    if (!question) return std::nullopt;
    const auto refusal = refuse_question(question->text());
    if (!refusal) return question;
    line(refusal_words(to_name(*refusal)));
  }
}

std::optional<SecretBuffer> NewQuestion::choose_answer(std::string_view question) {
  line(tr("Passwords you already use cannot be used as the answer"));
  for (;;) {
    auto answer = terminal_.read_line(tr("Answer to the secret question"), Terminal::Echo::hidden,
                                      kMaxAnswerCharacters, cancel_);
    if (!answer) return std::nullopt;
    if (const auto refusal = refuse_answer(question, answer->text(), names_)) {
      line(refusal_words(to_name(*refusal)));
      continue;
    }
    for (const Advice advice : advise_answer(answer->text())) line(advice_words(advice));
    const auto again = terminal_.read_line(tr("The same answer again"), Terminal::Echo::hidden,
                                           kMaxAnswerCharacters, cancel_);
    if (!again) return std::nullopt;
    if (std::ranges::equal(answer->bytes(), again->bytes())) return answer;
    line(tr("The two answers differ."));
  }
}

std::optional<bool> NewQuestion::wants_recovery_key() {
  if (!offer_recovery_key_) return false;
  line(fmt::format(
      "\n{}", tr("A recovery key opens the records, together with the answer, when the keyring is lost or "
                 "the machine is broken.")));
  const auto typed =
      terminal_.read_line(tr("Make a recovery key? [Y/n] "), Terminal::Echo::shown, 0, cancel_);
  if (!typed) return std::nullopt;
  return typed->empty() || (typed->text()[0] != 'n' && typed->text()[0] != 'N');
}

NewQuestion::Choice NewQuestion::confirm(std::string_view question, std::string_view answer) {
  // On its own page, so that the answer does not stay in the scroll-back.
  terminal_.enter_page();
  line(fmt::format("── {} ──\n", tr("Is this right?")));
  line(fmt::format("{}: {}", tr("Secret question"), printable(question)));
  terminal_.write(fmt::format("{}: ", tr("Answer to the secret question")));
  terminal_.write(answer);
  line("\n");
  const auto typed =
      terminal_.read_line(tr("[Enter] Set   [e] edit   [q] cancel: "), Terminal::Echo::shown, 0, cancel_);
  terminal_.leave_page();
  if (!typed) return Choice::no;
  if (typed->empty()) return Choice::yes;
  return typed->text()[0] == 'q' ? Choice::no : Choice::again;
}

}  // namespace kenkod::cli
