// The PIN of the My Number card: what the agent tells, takes and hands over.
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <map>

#include "client-cli/agent/pin_words.hpp"
#include "client-cli/agent/scripted_prompter.hpp"
#include "client-cli/agent/secret_request.hpp"
#include "client-cli/agent/terminal_prompter.hpp"
#include "common/fd.hpp"
#include "common/pin.hpp"
#include "test_pipe.hpp"

namespace kenkod::cli {
namespace {

std::string text(const std::optional<SecretBuffer>& secret) {
  return secret ? std::string(secret->text()) : "(nothing)";
}

std::map<std::string, sdbus::Variant> consent_to(const char* kind, std::uint32_t tries) {
  return {{"kind", sdbus::Variant(std::string(kind))},
          {"prompt", sdbus::Variant(std::string("p1"))},
          {"app", sdbus::Variant(std::string("unconfined"))},
          {"sandboxed", sdbus::Variant(false)},
          {"act", sdbus::Variant(std::string("test-card"))},
          {"reader", sdbus::Variant(std::string("Reader\033[2J One"))},
          {"tries-left", sdbus::Variant(tries)}};
}

SecretRequest pin_request() {
  SecretRequest request;
  request.kind = "pin";
  request.act = "test-card";
  request.reader = "Reader One";
  request.app = "unconfined";
  request.tries_left = 3;
  request.tries_known = true;
  return request;
}

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

TEST(CardRequest, IsReadWithEveryFieldMadeHarmless) {
  const auto request = card_request(consent_to("pin-last-try", 1));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->kind, CardRequest::Kind::last_try);
  EXPECT_EQ(request->prompt, "p1");
  EXPECT_EQ(request->reader, "Reader\uFFFD[2J One");
  EXPECT_EQ(request->tries_left, 1U);
  EXPECT_EQ(card_request(consent_to("pin-pad", 3))->kind, CardRequest::Kind::pin_pad);
  EXPECT_FALSE(card_request(consent_to("subject", 3)));
  EXPECT_FALSE(card_request(consent_to("pin", 3)));
  EXPECT_FALSE(card_request({}));
  auto wrong = consent_to("pin-pad", 3);
  wrong["tries-left"] = sdbus::Variant(std::string("3"));
  EXPECT_THROW(static_cast<void>(card_request(wrong)), sdbus::Error);
}

TEST(SecretRequest, NamesTheReader) {
  EXPECT_EQ(secret_request(consent_to("pin", 2)).reader, "Reader\uFFFD[2J One");
}

TEST(PinWords, TellWhoAsksWhereAndWhatIsAtStake) {
  EXPECT_EQ(
      pin_words(pin_request()),
      "\n── Test the My Number card ──\n"
      "Asked by: a program of yours (which one cannot be proved)\n"
      "Card reader: Reader One\n"
      "The PIN of the user authentication certificate of your My Number card is needed (4 digits, chosen at "
      "the municipal office).\n"
      "3 tries are left; 3 wrong ones in a row lock the card.\n"
      "[Enter] Hand the PIN to the card   [Ctrl-D] cancel\n");
  SecretRequest request = pin_request();
  request.tries_known = false;
  EXPECT_TRUE(has(pin_words(request), "\n3 wrong ones in a row lock the card.\n"));
  request.sandboxed = true;
  request.app = "org.example.App";
  EXPECT_TRUE(has(pin_words(request), "Flatpak app org.example.App (proved)"));
}

TEST(PinWords, AfterAWrongOneOnlyWhatIsNew) {
  SecretRequest request = pin_request();
  request.retry = true;
  request.tries_left = 2;
  EXPECT_EQ(pin_words(request),
            "The PIN was wrong.\n2 tries are left; 3 wrong ones in a row lock the card.\n");
  request.tries_left = 1;
  EXPECT_TRUE(has(pin_words(request), "1 try is left: a wrong PIN locks the card"));
  request.refused = "pin-format";
  EXPECT_EQ(pin_words(request), "The PIN has exactly four digits, 0 to 9. It was not sent to the card.\n");
}

TEST(PinWords, TheLastTryIsSpokenOfStrongly) {
  const std::string words = last_try_words(*card_request(consent_to("pin-last-try", 1)));
  EXPECT_TRUE(has(words, "Only one try of the PIN is left."));
  EXPECT_TRUE(has(words, "municipal office, in person"));
  EXPECT_TRUE(has(words, "stopping costs nothing"));
}

TEST(PinWords, WithAPinPadNothingIsTypedHere) {
  const std::string words = pin_pad_words(*card_request(consent_to("pin-pad", 2)));
  EXPECT_TRUE(has(words, "never on this computer"));
  EXPECT_TRUE(has(words, "2 tries are left"));
}

TEST(Pin, IsFourAsciiDigits) {
  EXPECT_TRUE(is_pin("0123"));
  for (const char* wrong : {"", "123", "12345", "12a4", " 123", "１２３４", "-123", "+123", "１"})
    EXPECT_FALSE(is_pin(wrong)) << wrong;
}

TEST(ScriptedPrompter, GivesThePinOrNothing) {
  Pipe pipe;
  pipe.put("1234\n12345\n");
  pipe.writable.reset();
  ScriptedPrompter prompter(pipe.readable.get(), {});
  EXPECT_EQ(text(prompter.ask(pin_request(), CancelToken())), "1234");
  EXPECT_FALSE(prompter.ask(pin_request(), CancelToken())) << "what cannot be a PIN is not handed over";
  EXPECT_FALSE(prompter.ask(pin_request(), CancelToken())) << "no line is left";
}

TEST(ScriptedPrompter, UsesTheLastTryOnlyForAnExplicitYes) {
  Pipe pipe;
  pipe.put("yes\n1234\ny\n");
  pipe.writable.reset();
  ScriptedPrompter prompter(pipe.readable.get(), {});
  const CardRequest last_try;
  EXPECT_EQ(prompter.confirm_card(last_try, CancelToken()), std::optional(true));
  EXPECT_EQ(prompter.confirm_card(last_try, CancelToken()), std::optional(false)) << "a PIN is no consent";
  EXPECT_EQ(prompter.confirm_card(last_try, CancelToken()), std::optional(false));
  EXPECT_EQ(prompter.confirm_card(last_try, CancelToken()), std::nullopt);
}

TEST(ScriptedPrompter, LetsThePinPadAskWithoutALine) {
  ScriptedPrompter prompter(-1, {});
  CardRequest request;
  request.kind = CardRequest::Kind::pin_pad;
  EXPECT_EQ(prompter.confirm_card(request, CancelToken()), std::optional(true));
}

// A person at a terminal of their own: another process asks there, this one types.
class Person {
 public:
  // `ask` runs in the other process; what it returns comes back from result().
  template <typename Ask>
  explicit Person(Ask ask) {
    Pipe pipe;
    int master = -1;
    child_ = ::forkpty(&master, nullptr, nullptr, nullptr);
    if (child_ < 0) std::abort();
    if (child_ == 0) {
      ::setenv("TERM", "xterm", 1);
      std::string result = "no terminal";
      if (auto terminal = Terminal::open()) {
        TerminalPrompter prompter(std::move(*terminal), {.target = {}, .assume_yes = true});
        result = ask(prompter);
      }
      const auto written = ::write(pipe.writable.get(), result.data(), result.size());
      ::_exit(written < 0 ? 1 : 0);
    }
    master_.reset(master);
    result_ = std::move(pipe.readable);
  }
  ~Person() { ::waitpid(child_, nullptr, 0); }
  Person(const Person&) = delete;
  Person& operator=(const Person&) = delete;

  // Types when the question stands on the screen; keys typed earlier are no answer.
  void type(const char* question, std::string_view keys) {
    while (seen_.find(question, from_) == std::string::npos)
      if (!read_screen()) FAIL() << "never asked: " << question << "\n" << seen_;
    from_ = seen_.size();
    ASSERT_EQ(::write(master_.get(), keys.data(), keys.size()), static_cast<ssize_t>(keys.size()));
  }
  std::string result() {
    while (read_screen()) continue;
    std::array<char, 64> bytes{};
    const auto got = ::read(result_.get(), bytes.data(), bytes.size());
    return {bytes.data(), static_cast<std::size_t>(got < 0 ? 0 : got)};
  }
  const std::string& seen() const { return seen_; }

 private:
  bool read_screen() {
    pollfd screen{master_.get(), POLLIN, 0};
    if (::poll(&screen, 1, 20'000) <= 0) return false;
    std::array<char, 1024> bytes{};
    const auto got = ::read(master_.get(), bytes.data(), bytes.size());
    if (got <= 0) return false;
    seen_.append(bytes.data(), static_cast<std::size_t>(got));
    return true;
  }

  pid_t child_ = -1;
  Fd master_, result_;
  std::string seen_;
  std::size_t from_ = 0;
};

std::string asked_pin(TerminalPrompter& prompter) { return text(prompter.ask(pin_request(), CancelToken())); }

std::string consent(TerminalPrompter& prompter, CardRequest::Kind kind) {
  CardRequest request;
  request.kind = kind;
  const auto given = prompter.confirm_card(request, CancelToken());
  return !given ? "dismissed" : *given ? "yes" : "no";
}
std::string last_try(TerminalPrompter& prompter) { return consent(prompter, CardRequest::Kind::last_try); }
std::string pin_pad(TerminalPrompter& prompter) { return consent(prompter, CardRequest::Kind::pin_pad); }

// Drawn before the first key; the prompt is drawn again with every one.
constexpr const char* kEmpty = "PIN (4 digits):  [ 0/4]";

TEST(TerminalPin, IsHiddenAndHasFourDigits) {
  Person person(asked_pin);
  person.type(kEmpty, "97\r");
  person.type(kEmpty, "98a6\r");
  person.type(kEmpty, "98765\r");
  person.type(kEmpty, "9865\r");
  EXPECT_EQ(person.result(), "9865");
  EXPECT_NE(person.seen().find("The PIN has exactly four digits, 0 to 9."), std::string::npos);
  for (const char* typed : {"97", "98"})
    EXPECT_EQ(person.seen().find(typed), std::string::npos) << "nothing typed is shown";
}

TEST(TerminalPin, CtrlDDismisses) {
  Person person(asked_pin);
  person.type(kEmpty, "\x04");
  EXPECT_EQ(person.result(), "(nothing)");
}

TEST(TerminalPin, TheLastTryIsUsedOnlyForAnExplicitYes) {
  const std::map<const char*, const char*> answers{{"y\r", "yes"}, {"yes\r", "yes"},  {"\r", "no"},
                                                   {"n\r", "no"},  {"yikes\r", "no"}, {"\x04", "dismissed"}};
  for (const auto& [keys, outcome] : answers) {
    Person person(last_try);
    person.type("Use the last try? [y/N]", keys);
    EXPECT_EQ(person.result(), outcome) << "and never for --yes";
  }
}

TEST(TerminalPin, ThePinPadAsksAfterEnter) {
  Person person(pin_pad);
  person.type("[Enter] Go on at the reader", "\r");
  EXPECT_EQ(person.result(), "yes");
  Person other(pin_pad);
  other.type("[Enter] Go on at the reader", "\x04");
  EXPECT_EQ(other.result(), "dismissed");
}

TEST(TerminalPin, UnknownKindsAreDismissed) {
  Person person([](TerminalPrompter& prompter) {
    SecretRequest request;
    request.kind = "signature-password";
    return text(prompter.ask(request, CancelToken()));
  });
  EXPECT_EQ(person.result(), "(nothing)");
}

}  // namespace
}  // namespace kenkod::cli
