// The words for every state of a reader and of a card.
#include <gtest/gtest.h>

#include <set>

#include "client-cli/bus/dict.hpp"
#include "client-cli/card/card_error.hpp"
#include "client-cli/card/card_status.hpp"
#include "client-cli/card/card_words.hpp"
#include "client-cli/card/readers_table.hpp"
#include "client-cli/text/width.hpp"
#include "common/error.hpp"

namespace kenkod::cli {
namespace {

constexpr const char* kLost =
    "Lost or stolen card: call 0120-95-0178 to have its use stopped, 24 hours, 365 days.\n";

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

sdbus::Variant text(const char* value) { return sdbus::Variant(std::string(value)); }

Dict good() {
  return {{"reader", text("Reader One")},
          {"pin-pad", sdbus::Variant(false)},
          {"tries-left", sdbus::Variant(std::uint32_t{3})},
          {"certificate", text("valid")},
          {"certificate-end", text("2029-03-05")},
          {"expires-soon", sdbus::Variant(false)},
          {"algorithm", text("RS256")},
          {"issuer", text("jpki-auth-2023")}};
}

std::string words(const Dict& dict) { return card_words(card_status_of(dict), {}); }

Dict with(const char* key, const sdbus::Variant& value) {
  Dict dict = good();
  dict[key] = value;
  return dict;
}

std::string words_with_tries(std::uint32_t left) { return words(with("tries-left", sdbus::Variant(left))); }

TEST(CardWords, AGoodCard) {
  EXPECT_EQ(words(good()), std::string("Card reader               Reader One\n"
                                       "PIN is typed              on this computer\n"
                                       "Tries of the PIN left     3 tries\n"
                                       "Certificate               valid until 2029-03-05 (令和11年3月5日)\n"
                                       "Issued by                 known (jpki-auth-2023)\n"
                                       "Signs with                RS256\n"
                                       "\n"
                                       "You can log in with this My Number card. Try it: kenkoctl card "
                                       "test\n") +
                               kLost);
  EXPECT_TRUE(card_status_of(good()).usable());
}

TEST(CardWords, TheLastLineIsAlwaysTheNumberForLostCards) {
  for (const Dict& dict : {good(), Dict{}, with("certificate", text("expired"))})
    EXPECT_TRUE(words(dict).ends_with(kLost)) << words(dict);
}

TEST(CardWords, PinPad) {
  EXPECT_TRUE(has(words(with("pin-pad", sdbus::Variant(true))), "on the reader itself\n"));
}

TEST(CardWords, EveryNumberOfTries) {
  EXPECT_TRUE(has(words_with_tries(2), "2 of 3: a wrong PIN was entered before\n  → It locks after 3"));
  EXPECT_TRUE(has(words_with_tries(1), "1 only: one more wrong PIN locks it\n  → Look the PIN up"));
  const std::string locked = words_with_tries(0);
  EXPECT_TRUE(has(locked, "none: the PIN is locked\n  → Have the PIN"));
  EXPECT_TRUE(has(locked, "municipal office"));
  EXPECT_TRUE(has(locked, "You cannot log in with this My Number card as it is."));
  EXPECT_TRUE(card_status_of(with("tries-left", sdbus::Variant(std::uint32_t{1}))).usable());
  EXPECT_FALSE(card_status_of(with("tries-left", sdbus::Variant(std::uint32_t{0}))).usable());
  Dict untold = good();
  untold.erase("tries-left");
  EXPECT_TRUE(has(words(untold), "the card does not tell"));
  EXPECT_TRUE(card_status_of(untold).usable());
}

TEST(CardWords, TriesAreColoured) {
  const auto painted = [](std::uint32_t left) {
    return card_words(card_status_of(with("tries-left", sdbus::Variant(left))), {.colour = true});
  };
  EXPECT_TRUE(has(painted(3), "\033[32m3 tries\033[0m"));
  EXPECT_TRUE(has(painted(2), "\033[33m2 of 3"));
  EXPECT_TRUE(has(painted(1), "\033[1;31m1 only"));
  EXPECT_TRUE(has(painted(0), "\033[1;31mnone"));
}

TEST(CardWords, EveryStateOfTheCertificate) {
  const std::string soon = words(with("expires-soon", sdbus::Variant(true)));
  EXPECT_TRUE(has(soon, "valid until 2029-03-05 (令和11年3月5日): ends within three months\n  → Renew it"));
  EXPECT_TRUE(card_status_of(with("expires-soon", sdbus::Variant(true))).usable());
  const std::string expired = words(with("certificate", text("expired")));
  EXPECT_TRUE(has(expired, "expired; its last day was 2029-03-05"));
  EXPECT_TRUE(has(expired, "about three months; linking with マイナポータル does not."));
  EXPECT_TRUE(has(words(with("certificate", text("not-yet-valid"))), "not valid yet\n  → Check the date"));
  Dict missing = with("certificate", text("missing"));
  for (const char* key : {"certificate-end", "algorithm", "issuer"}) missing.erase(key);
  EXPECT_TRUE(has(words(missing), "none on the card\n  → It was never issued"));
  EXPECT_FALSE(has(words(missing), "Issued by")) << "nothing was issued";
  EXPECT_FALSE(has(words(missing), "Signs with"));
  EXPECT_TRUE(has(words(with("certificate", text("odd"))), "Certificate               odd\n"));
  for (const char* state : {"expired", "not-yet-valid", "missing", "odd"})
    EXPECT_FALSE(card_status_of(with("certificate", text(state))).usable()) << state;
}

TEST(CardWords, AnUnknownIssuerNamesTheWayOut) {
  const std::string unknown = words(with("issuer", text("")));
  EXPECT_TRUE(has(unknown, "not known to this version of kenkod"));
  EXPECT_TRUE(has(unknown, "/etc/kenkod/card-roots"));
  EXPECT_TRUE(has(unknown, "authca02 of www.jpki.go.jp"));
  EXPECT_TRUE(card_status_of(with("issuer", text(""))).usable());
}

TEST(CardWords, NamesOfReadersAreMadeHarmlessAndLinesFit) {
  EXPECT_TRUE(has(words(with("reader", text("R\033[2J"))), "R\uFFFD[2J"));
  const std::string narrow = card_words(card_status_of(with("tries-left", sdbus::Variant(std::uint32_t{0}))),
                                        {.width = 50, .ascii = true});
  EXPECT_FALSE(has(narrow, "→"));
  EXPECT_TRUE(has(narrow, "  -> Have the PIN"));
  for (std::size_t at = 0; at < narrow.size();) {
    const std::string line = narrow.substr(at, narrow.find('\n', at) - at);
    at += line.size() + 1;
    if (line.starts_with("  ")) {
      EXPECT_LE(columns(line), 50U) << line;
    }
  }
}

TEST(ReadersTable, EveryStateHasWordsOfItsOwn) {
  std::set<std::string> seen;
  for (const char* state : {"empty", "card", "in-use", "silent", "fault", "unsupported"}) {
    const std::string table = readers_table({{"Reader One", state}}, {});
    EXPECT_TRUE(table.starts_with("Card reader  State\nReader One   ")) << table;
    EXPECT_FALSE(has(table, std::string("   ").append(state).append("\n").c_str())) << "not the bare name";
    EXPECT_TRUE(seen.insert(table).second);
  }
  EXPECT_EQ(readers_table({{"Sony RC-S380", "unsupported"}}, {}),
            "Card reader   State\n"
            "Sony RC-S380  cannot be used: no Linux driver\n"
            "  → Use another reader, such as RC-S300 or any CCID reader that reads ISO 14443 Type B or takes "
            "the card in a slot.\n");
  EXPECT_TRUE(has(readers_table({{"R", "of-tomorrow"}}, {}), "of-tomorrow\n"));
}

TEST(ReadersTable, ColumnsAreInLine) {
  EXPECT_EQ(readers_table({{"カードリーダー", "empty"}, {"R", "card"}}, {}),
            "Card reader     State\n"
            "カードリーダー  ready, no card in it\n"
            "R               a card is in it\n");
}

TEST(ReadersTable, WithoutAReaderItTellsWhatToDo) {
  const std::string none = readers_table({}, {});
  EXPECT_TRUE(none.starts_with("There is no card reader at this computer.\n  → Connect a card reader"));
  EXPECT_TRUE(has(none, "pcscd"));
}

TEST(ReadersTable, IsReadFromTheBus) {
  const auto readers =
      readers_of({{{"name", text("R\nS")}, {"state", text("card")}}, {{"state", sdbus::Variant(true)}}});
  ASSERT_EQ(readers.size(), 2U);
  EXPECT_EQ(readers[0].name, "R\uFFFDS");
  EXPECT_EQ(readers[0].state, "card");
  EXPECT_EQ(readers[1].state, "");
}

CallError error(ErrorCode code, const char* text = "English.") { return {error_name(code), text}; }

TEST(CardError, AnUnknownGenerationIsNoDocument) {
  const ErrorWords words = card_error_words(error(ErrorCode::NotSupported));
  EXPECT_TRUE(has(words.what, "generation"));
  EXPECT_EQ(words.exit, ExitCode::card);
  EXPECT_EQ(card_error_words(error(ErrorCode::NoCard)).what, error_words(error(ErrorCode::NoCard)).what);
}

TEST(CardError, ReadersExplainWhatIsWrongWithThem) {
  for (const ErrorCode code : {ErrorCode::NoReader, ErrorCode::NoCard, ErrorCode::WrongCard,
                               ErrorCode::CardBusy, ErrorCode::CardSilent, ErrorCode::CardRemoved,
                               ErrorCode::ReaderUnsupported, ErrorCode::NotSupported}) {
    EXPECT_TRUE(readers_explain(error(code))) << error_name(code);
    EXPECT_TRUE(about_card(error(code))) << error_name(code);
  }
  for (const ErrorCode code : {ErrorCode::PinIncorrect, ErrorCode::PinBlocked, ErrorCode::PinLastTry,
                               ErrorCode::CertificateExpired, ErrorCode::CardServiceGone}) {
    EXPECT_FALSE(readers_explain(error(code))) << error_name(code);
    EXPECT_TRUE(about_card(error(code))) << error_name(code);
  }
  for (const ErrorCode code : {ErrorCode::NotAuthorized, ErrorCode::UserCancelled, ErrorCode::NoAgent})
    EXPECT_FALSE(about_card(error(code))) << error_name(code);
  EXPECT_FALSE(readers_explain({"org.freedesktop.DBus.Error.NoReply", ""}));
}

TEST(CardError, ExitStatusTellsWhoCanMendIt) {
  for (const ErrorCode code :
       {ErrorCode::NoReader, ErrorCode::NoCard, ErrorCode::WrongCard, ErrorCode::NoCertificate,
        ErrorCode::CertificateExpired, ErrorCode::CertificateRevoked, ErrorCode::PinBlocked,
        ErrorCode::PinLastTry, ErrorCode::CardRemoved, ErrorCode::CardSilent, ErrorCode::CardServiceGone,
        ErrorCode::ReaderUnsupported})
    EXPECT_EQ(exit_code(code), ExitCode::card) << error_name(code);
  EXPECT_EQ(static_cast<int>(ExitCode::card), 11);
  EXPECT_EQ(exit_code(ErrorCode::PinIncorrect), ExitCode::answer);
  EXPECT_EQ(exit_code(ErrorCode::CardBusy), ExitCode::try_later);
}

}  // namespace
}  // namespace kenkod::cli
