#include "client-cli/text/rule_words.hpp"

#include <array>
#include <utility>

#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {
namespace {

using Entry = std::pair<std::string_view, const char*>;

constexpr std::array kRefusals{
    Entry{"not-text", tr_later("This contains characters that cannot be used.")},
    Entry{"question-empty", tr_later("The question is empty.")},
    Entry{"question-too-long", tr_later("The question is longer than 20 characters.")},
    Entry{"answer-empty", tr_later("The answer is empty.")},
    Entry{"answer-too-long", tr_later("The answer is longer than 20 characters.")},
    Entry{"answer-in-question", tr_later("The answer is contained in the question.")},
    Entry{"answer-is-user-name", tr_later("Your name or user name cannot be the answer.")},
    Entry{"answer-is-date", tr_later("A date cannot be the answer: others can find it out.")},
    Entry{"answer-is-service-name", tr_later("The name of this service cannot be the answer.")},
    Entry{"answer-is-password", tr_later("Passwords and the like cannot be the answer.")},
    Entry{"pin-format", tr_later("The PIN has exactly four digits, 0 to 9.")},
    Entry{"answer-is-repetition", tr_later("A repetition such as 1111 or 1234 cannot be the answer.")},
};

constexpr std::array kScopes{
    Entry{"checkup", tr_later("Check-up results")},
    Entry{"medication", tr_later("Medication history")},
    Entry{"expense", tr_later("Medical expense notices")},
    Entry{"import", tr_later("Import")},
    Entry{"export", tr_later("Export")},
    Entry{"purge", tr_later("Delete the fetched data")},
    Entry{"principals", tr_later("People you act for (代理人)")},
};

constexpr std::array kActs{
    Entry{"open-session", tr_later("Open the records")},
    Entry{"set-question", tr_later("Set the secret question")},
    Entry{"change-question", tr_later("Change the secret question")},
    Entry{"test-card", tr_later("Test the My Number card")},
    Entry{"link", tr_later("Link with マイナポータル")},
    Entry{"unlink", tr_later("End the link with マイナポータル")},
};

constexpr std::array kStages{
    Entry{"authorize", tr_later("Checking permission")},
    Entry{"prompt", tr_later("Waiting for your answer")},
    Entry{"verify", tr_later("Checking the answer")},
    Entry{"copy", tr_later("Copying")},
    Entry{"parse", tr_later("Reading")},
    Entry{"store", tr_later("Storing")},
    Entry{"write", tr_later("Writing")},
    Entry{"insert-card", tr_later("Put your My Number card on the reader")},
    Entry{"read-card", tr_later("Reading the card, do not move it")},
    Entry{"pin-pad", tr_later("Type the PIN (4 digits) on the reader")},
    Entry{"sign", tr_later("The card is signing, do not move it")},
    Entry{"purge", tr_later("Deleting")},
    Entry{"browser", tr_later("Log in to マイナポータル in your browser")},
    Entry{"log-in", tr_later("Logging in to マイナポータル")},
    Entry{"secret-question", tr_later("Setting the secret question")},
    Entry{"request", tr_later("マイナポータル is preparing the data")},
    Entry{"fetch", tr_later("Fetching")},
};

template <typename Table>
std::string look_up(const Table& table, std::string_view name) {
  for (const Entry& entry : table)
    if (entry.first == name) return tr(entry.second);
  return std::string(name);
}

}  // namespace

std::string refusal_words(std::string_view name) { return look_up(kRefusals, name); }
std::string scope_words(const std::string& scope) { return look_up(kScopes, scope); }
std::string act_words(const std::string& act) { return look_up(kActs, act); }
std::string stage_words(const std::string& stage) { return look_up(kStages, stage); }

std::string advice_words(Advice advice) {
  switch (advice) {
    case Advice::answer_short:
      return tr("This answer is short: a longer one is harder to guess.");
    case Advice::answer_common:
      return tr("Many people use this answer: another one is harder to guess.");
  }
  return {};
}

}  // namespace kenkod::cli
