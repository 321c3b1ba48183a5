#include "common/text_rules.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

#include "common/answer_patterns.hpp"
#include "common/code_points.hpp"
#include "common/error.hpp"

namespace kenkod {
namespace {

bool is_text(std::string_view utf8) {
  const auto text = code_points(utf8, Form::nfc);
  return text && std::none_of(text->begin(), text->end(), [](std::int32_t c) {
           const auto category = utf8proc_category(c);
           return category == UTF8PROC_CATEGORY_CN || category == UTF8PROC_CATEGORY_CC ||
                  category == UTF8PROC_CATEGORY_CS || category == UTF8PROC_CATEGORY_ZL ||
                  category == UTF8PROC_CATEGORY_ZP;
         });
}

bool is_invisible(std::int32_t c) noexcept {
  return (c >= 0x200B && c <= 0x200D) || c == 0xFEFF || (c >= 0xFE00 && c <= 0xFE0F) ||
         (c >= 0xE0100 && c <= 0xE01EF) || (c >= 0x180B && c <= 0x180D) || c == 0x180F;
}

bool is_dash(std::int32_t c) noexcept { return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFF70; }

CodePoints fold_white_space(const CodePoints& text) {
  CodePoints out;
  out.reserve(text.size());
  for (const std::int32_t c : text) {
    const bool space = utf8proc_category(c) == UTF8PROC_CATEGORY_ZS;
    if (!space)
      out.push_back(c);
    else if (!out.empty() && out.back() != ' ')
      out.push_back(' ');
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

void to_katakana(CodePoints& text) {
  for (std::int32_t& c : text)
    if ((c >= 0x3041 && c <= 0x3096) || c == 0x309D || c == 0x309E) c += 0x60;
}

// From left to right, so that a second dash follows the ー the first became.
void unify_dashes(CodePoints& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool beside_kana =
        (i > 0 && is_katakana(text[i - 1])) || (i + 1 < text.size() && is_katakana(text[i + 1]));
    if (is_dash(text[i]) && beside_kana) text[i] = 0x30FC;
  }
}

CodePoints require(std::optional<CodePoints> text) {
  if (!text) throw Error(ErrorCode::InvalidArgument, "The answer is not text.");
  return std::move(*text);
}

// Version 1; once in use it never changes (a person would be locked out): a change is a new version beside
// it.
SecretBuffer normalise_1(std::string_view answer) {
  auto text = require(code_points(answer, Form::nfkc));
  std::erase_if(text, is_invisible);
  text = fold_white_space(text);
  text = require(code_points(to_utf8(text).text(), Form::nfkc_folded));
  to_katakana(text);
  unify_dashes(text);
  return to_utf8(require(code_points(to_utf8(text).text(), Form::nfkc)));
}

// The normal form without spaces and hyphens, for comparing with names and lists.
SecretBuffer squeezed(std::string_view text) {
  const auto normal = normalise_answer(text);
  auto points = require(code_points(normal.text(), Form::nfc));
  std::erase_if(points, [](std::int32_t c) { return c == ' ' || c == '-' || c == '_' || c == '.'; });
  return to_utf8(points);
}

template <std::size_t N>
bool listed(std::string_view squeezed_answer, const std::array<std::string_view, N>& list) {
  return std::any_of(list.begin(), list.end(),
                     [&](std::string_view entry) { return squeezed(entry).text() == squeezed_answer; });
}

constexpr std::array<std::string_view, 14> kServiceNames{
    "kenkod",         "kenkoctl", "kenko-client",       "けんこう",     "健康",       "kenko",    "kenkou",
    "マイナポータル", "マイナ",   "マイナンバーカード", "マイナンバー", "mynaportal", "mynumber", "myna"};

constexpr std::array<std::string_view, 8> kPasswords{"password",   "passwd",     "pass",     "passcode",
                                                     "パスワード", "パスコード", "暗証番号", "pin"};

constexpr std::array<std::string_view, 37> kCommonAnswers{
    "秘密",     "ひみつ", "secret",   "test", "テスト", "答え",     "こたえ", "answer", "admin", "qwerty",
    "asdf",     "zxcv",   "love",     "東京", "大阪",   "京都",     "日本",   "tokyo",  "japan", "犬",
    "いぬ",     "猫",     "ねこ",     "ポチ", "タマ",   "しろ",     "クロ",   "モモ",   "ココ",  "母",
    "お母さん", "父",     "お父さん", "寿司", "カレー", "ラーメン", "なし"};

bool is_user_name(std::string_view squeezed_answer, const PersonNames& names) {
  const auto equals = [&](std::string_view name) {
    if (!is_text(name)) return false;
    const auto form = squeezed(name);
    return !form.empty() && form.text() == squeezed_answer;
  };
  if (equals(names.login) || equals(names.real)) return true;
  if (!is_text(names.real)) return false;
  const auto real = normalise_answer(names.real);  // white space is one space each here
  std::string_view rest = real.text();
  while (!rest.empty()) {
    const auto end = std::min(rest.find(' '), rest.size());
    if (equals(rest.substr(0, end))) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

constexpr std::array<std::string_view, 11> kRefusalNames{"not-text",
                                                         "question-empty",
                                                         "question-too-long",
                                                         "answer-empty",
                                                         "answer-too-long",
                                                         "answer-in-question",
                                                         "answer-is-user-name",
                                                         "answer-is-date",
                                                         "answer-is-service-name",
                                                         "answer-is-password",
                                                         "answer-is-repetition"};
constexpr std::array<std::string_view, 2> kAdviceNames{"answer-short", "answer-common"};

}  // namespace

std::string_view to_name(Refusal refusal) noexcept {
  return kRefusalNames.at(static_cast<std::size_t>(refusal));
}
std::string_view to_name(Advice advice) noexcept { return kAdviceNames.at(static_cast<std::size_t>(advice)); }

std::optional<std::size_t> count_characters(std::string_view utf8) {
  const auto text = code_points(utf8, Form::nfc);
  if (!text) return std::nullopt;
  return text->size();
}

std::optional<Refusal> refuse_question(std::string_view question) {
  if (!is_text(question)) return Refusal::not_text;
  if (normalise_answer(question).empty()) return Refusal::question_empty;
  if (count_characters(question) > kMaxQuestionCharacters) return Refusal::question_too_long;
  return std::nullopt;
}

std::optional<Refusal> refuse_answer(std::string_view question, std::string_view answer,
                                     const PersonNames& names) {
  if (!is_text(answer) || !is_text(question)) return Refusal::not_text;
  const auto normal = normalise_answer(answer);
  if (normal.empty()) return Refusal::answer_empty;
  if (count_characters(answer) > kMaxAnswerCharacters) return Refusal::answer_too_long;
  if (normalise_answer(question).text().find(normal.text()) != std::string_view::npos)
    return Refusal::answer_in_question;
  const auto plain = squeezed(answer);
  if (plain.empty()) return Refusal::answer_is_repetition;  // nothing but separators
  if (is_user_name(plain.text(), names)) return Refusal::answer_is_user_name;
  if (is_repetition_or_run(require(code_points(normal.text(), Form::nfc))))
    return Refusal::answer_is_repetition;
  if (looks_like_date(normal.text())) return Refusal::answer_is_date;
  if (listed(plain.text(), kServiceNames)) return Refusal::answer_is_service_name;
  if (listed(plain.text(), kPasswords)) return Refusal::answer_is_password;
  return std::nullopt;
}

std::vector<Advice> advise_answer(std::string_view answer) {
  std::vector<Advice> advice;
  const auto normal = normalise_answer(answer);
  if (count_characters(normal.text()) < 4U) advice.push_back(Advice::answer_short);
  if (listed(squeezed(answer).text(), kCommonAnswers)) advice.push_back(Advice::answer_common);
  return advice;
}

SecretBuffer normalise_answer(std::string_view answer, std::uint32_t version) {
  if (version != 1)
    throw Error(ErrorCode::InvalidArgument, "The form of the answer is not known.").with("version", version);
  if (!is_text(answer)) throw Error(ErrorCode::InvalidArgument, "The answer is not text.");
  return normalise_1(answer);
}

const std::vector<std::string>& preset_questions() {
  // At most 20 characters, in English and in Japanese, like any other question.
  static const std::vector<std::string> kQuestions{
      "First pet's name?",   "Childhood nickname?", "First film you saw?", "Favourite teacher?",
      "First concert seen?", "Childhood hero?",     "Best friend at ten?", "Best-loved book?"};
  return kQuestions;
}

}  // namespace kenkod
