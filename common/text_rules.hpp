// Rules for the secret question and its answer (founding manual K2-52…64; docs/decisions.md): counting,
// normalising, refusing, warning. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/secret_buffer.hpp"

namespace kenkod {

// Longest question and longest answer, in characters as count_characters counts them; the shortest is 1.
inline constexpr std::size_t kMaxQuestionCharacters = 20;
inline constexpr std::size_t kMaxAnswerCharacters = 20;
// Version of normalise_answer; stored with every answer.
inline constexpr std::uint32_t kNormaliserVersion = 1;

// One per Unicode code point after NFC: "DeSCのサービスは?" is 11, "kencom" 6, a decomposed が 1.
// Empty when the text is not valid UTF-8.
[[nodiscard]] std::optional<std::size_t> count_characters(std::string_view utf8);

// Why a question or an answer is refused; the names are part of the D-Bus contract (org.kenkod1.Agent
// `refused`).
enum class Refusal : std::uint8_t {
  not_text,  // not UTF-8, an unassigned code point, a control or line break
  question_empty,
  question_too_long,
  answer_empty,
  answer_too_long,
  answer_in_question,      // equals the question or is contained in it
  answer_is_user_name,     // login or real name
  answer_is_date,          // a date such as 19700115, S45.1.15, 1月15日
  answer_is_service_name,  // kenkod, けんこう, マイナポータル, …
  answer_is_password,      // "password" and its like: K2-62 設定済みのパスワードなどは使用できません
  answer_is_repetition,    // one character repeated, or a run: 1111, 1234, abcd
};
enum class Advice : std::uint8_t { answer_short, answer_common };  // accepted with a word of warning

[[nodiscard]] std::string_view to_name(Refusal) noexcept;  // "answer-in-question"
[[nodiscard]] std::string_view to_name(Advice) noexcept;   // "answer-short"

struct PersonNames {
  std::string login;  // OS user name
  std::string real;   // GECOS name, may be empty
};

[[nodiscard]] std::optional<Refusal> refuse_question(std::string_view question);
[[nodiscard]] std::optional<Refusal> refuse_answer(std::string_view question, std::string_view answer,
                                                   const PersonNames& names);
[[nodiscard]] std::vector<Advice> advise_answer(std::string_view answer);

// The form an answer is hashed in: NFKC, invisible characters removed, white space folded, case folded,
// hiragana to katakana, dashes beside kana unified. Equal for ＫＥＮＣＯＭ and kencom, for ｶﾞｯｺｳ and
// がっこう; kanji never changes. Throws Error(InvalidArgument) for a version this build does not know or
// bytes that are not text.
[[nodiscard]] SecretBuffer normalise_answer(std::string_view answer,
                                            std::uint32_t version = kNormaliserVersion);

// English msgids of the preset questions (none answerable from health data or the card); the first entry of
// every list shown to a person is "Set my own question (recommended)" 自分で質問を設定する(推奨), which is
// not among them.
[[nodiscard]] const std::vector<std::string>& preset_questions();

}  // namespace kenkod
