#include "client-cli/card/card_words.hpp"

#include <string_view>
#include <vector>

#include "client-cli/agent/subject_words.hpp"
#include "client-cli/card/advice.hpp"
#include "client-cli/card/lost_card.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

constexpr std::size_t kLabelColumns = 24;

struct Words {
  std::string_view colour;
  std::string what;
  std::vector<const char*> next;  // translated
};

std::string day_words(const std::string& day) {
  const std::string era = era_date(day);
  return era.empty() ? day : fmt::format("{} ({})", day, era);
}

Words tries_words(const CardStatus& card) {
  if (!card.tries_left) return {"", tr("the card does not tell"), {}};
  switch (*card.tries_left) {
    case 0:
      return {kBad,
              tr("none: the PIN is locked"),
              {tr("Have the PIN of the user authentication certificate (4 digits) reset at your municipal "
                  "office; take the card and an identity document along. Waiting does not unlock it."),
               tr("A My Number card without PIN (顔認証マイナンバーカード) looks like this too; nobody can "
                  "log in "
                  "with one.")}};
    case 1:
      return {kBad,
              tr("1 only: one more wrong PIN locks it"),
              {tr("Look the PIN up before you go on: a locked one is reset at the municipal office only. A "
                  "right PIN brings all tries back.")}};
    case 2:
      return {kCare,
              tr("2 of 3: a wrong PIN was entered before"),
              {tr("It locks after 3 wrong ones in a row. A right PIN brings all tries back.")}};
    default:
      return {kGood, trn("{} try", "{} tries", *card.tries_left), {}};
  }
}

Words valid_words(const CardStatus& card) {
  const std::string day = day_words(card.certificate_end);
  if (!card.expires_soon) return {kGood, trf("valid until {}", day), {}};
  return {
      kCare,
      trf("valid until {}: ends within three months", day),
      {tr("Renew it at your municipal office before that day; afterwards linking with マイナポータル stops "
          "at once.")}};
}

Words certificate_words(const CardStatus& card) {
  if (card.certificate == "valid") return valid_words(card);
  if (card.certificate == "expired")
    return {kBad,
            trf("expired; its last day was {}", day_words(card.certificate_end)),
            {tr("Renew it at your municipal office."),
             tr("Using the card as insurance card at clinics may still go on for about three months; linking "
                "with マイナポータル does not.")}};
  if (card.certificate == "not-yet-valid")
    return {kBad,
            tr("not valid yet"),
            {tr("Check the date and time of this computer; if they are right, wait.")}};
  if (card.certificate == "missing")
    return {kBad,
            tr("none on the card"),
            {tr("It was never issued, or was removed: have a user authentication certificate "
                "(利用者証明用電子証明書) issued at your municipal office.")}};
  return {kCare, card.certificate, {}};  // of a newer kenkod
}

Words issuer_words(const std::string& issuer) {
  if (!issuer.empty()) return {kGood, trf("known ({})", issuer), {}};
  return {kCare,
          tr("not known to this version of kenkod"),
          {tr("An administrator may add the published root certificate to /etc/kenkod/card-roots: for "
              "certificates issued from 2019 to 2023 it is authca02 of www.jpki.go.jp.")}};
}

void add(std::string& out, const char* label, const Words& words, const Style& style) {
  out.append(pad_right(label, kLabelColumns)).append("  ");
  out.append(style.paint(words.colour, words.what)).append("\n");
  for (const char* next : words.next) out.append(advice(next, style));
}

}  // namespace

std::string card_words(const CardStatus& card, const Style& style) {
  std::string out;
  add(out, tr("Card reader"), {"", card.reader, {}}, style);
  add(out, tr("PIN is typed"), {"", card.pin_pad ? tr("on the reader itself") : tr("on this computer"), {}},
      style);
  add(out, tr("Tries of the PIN left"), tries_words(card), style);
  add(out, tr("Certificate"), certificate_words(card), style);
  if (card.issuer) add(out, tr("Issued by"), issuer_words(*card.issuer), style);
  if (!card.algorithm.empty()) add(out, tr("Signs with"), {"", card.algorithm, {}}, style);
  out.append("\n");
  const char* verdict = card.usable()
                            ? tr("You can log in with this My Number card. Try it: kenkoctl card test")
                            : tr("You cannot log in with this My Number card as it is.");
  for (const std::string& line : wrapped(verdict, style.width)) out.append(line).append("\n");
  for (const std::string& line : wrapped(lost_card_words(), style.width)) out.append(line).append("\n");
  return out;
}

}  // namespace kenkod::cli
