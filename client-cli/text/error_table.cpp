#include "client-cli/text/error_table.hpp"

#include <array>

#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {
namespace {

constexpr std::array kTexts{
    ErrorText{ErrorCode::Failed, tr_later("Something went wrong inside kenkod."),
              tr_later("Try again; the journal may say more: journalctl -u kenkod")},
    ErrorText{ErrorCode::InvalidArgument, tr_later("kenkod did not accept one of the given values."),
              tr_later("Check the spelling of the options.")},
    ErrorText{ErrorCode::NotAuthorized, tr_later("You are not allowed to do this here."),
              tr_later("Log in at this computer; over ssh, start pkttyagent in another terminal first.")},
    ErrorText{ErrorCode::NoAgent, tr_later("There is no program that could ask you for the answer."),
              tr_later("Run this on a terminal, open けんこう, or start: kenkoctl agent")},
    ErrorText{ErrorCode::Busy, tr_later("Another question to you is still open."),
              tr_later("Answer or close it, then try again.")},
    ErrorText{ErrorCode::ConsentRequired, tr_later("The terms of use have not been accepted yet."),
              tr_later("Read and accept them: kenkoctl terms --accept")},
    ErrorText{ErrorCode::NotLinked, tr_later("There is no link with マイナポータル yet."),
              tr_later("Link first: kenkoctl link; or import a file: kenkoctl import FILE")},
    ErrorText{ErrorCode::SecretNotSet, tr_later("The secret question has not been set yet."),
              tr_later("Set it: kenkoctl question set")},
    ErrorText{ErrorCode::SecretAlreadySet, tr_later("A secret question is already set."),
              tr_later("Change it: kenkoctl question change")},
    ErrorText{ErrorCode::Locked, tr_later("The records were locked in the meantime."),
              tr_later("Run the command again.")},
    ErrorText{ErrorCode::OutOfScope, tr_later("This session was not opened for that."),
              tr_later("Open a session for what you want to do.")},
    ErrorText{ErrorCode::WrongAnswer, tr_later("The answer to the secret question was wrong."),
              tr_later("Try again; kenkoctl status tells when the next answer is looked at.")},
    ErrorText{ErrorCode::TooManyAttempts, tr_later("There were too many wrong answers."),
              tr_later("Wait; kenkoctl status tells how long.")},
    ErrorText{ErrorCode::NoReader, tr_later("No card reader was found."),
              tr_later("Connect a card reader; kenkoctl readers tells what is there.")},
    ErrorText{
        ErrorCode::NoCard, tr_later("There is no card in the reader."),
        tr_later("Put your My Number card on the reader, flat and without a case, and leave it there.")},
    ErrorText{ErrorCode::WrongCard, tr_later("The card in the reader is not a My Number card."),
              tr_later("Put your My Number card on the reader.")},
    ErrorText{ErrorCode::NoCertificate, tr_later("The card holds no certificate for logging in."),
              tr_later("Have a user authentication certificate issued at your municipal office.")},
    ErrorText{
        ErrorCode::CertificateExpired, tr_later("The certificate on the card has expired."),
        tr_later("Renew it at your municipal office. Using the card as insurance card at clinics may still "
                 "go on for about three months; linking with マイナポータル does not.")},
    ErrorText{ErrorCode::PinIncorrect, tr_later("The PIN was wrong."),
              tr_later("Look the PIN up before you try again: 3 wrong ones in a row lock the card.")},
    ErrorText{
        ErrorCode::PinBlocked, tr_later("The PIN of the card is locked."),
        tr_later("Have it reset at your municipal office; take the card and an identity document along. "
                 "Waiting does not unlock it.")},
    ErrorText{ErrorCode::PinLastTry, tr_later("Only one try of the PIN is left."),
              tr_later("Another wrong PIN locks the card: look the PIN up before you go on.")},
    ErrorText{ErrorCode::CardRemoved, tr_later("The card was taken away too early."),
              tr_later("Leave it on the reader until the end and try again.")},
    ErrorText{
        ErrorCode::CardBusy, tr_later("Another program is using the card."),
        tr_later(
            "Close that program (a browser with a log-in open, another card application) and try again.")},
    ErrorText{ErrorCode::CardSilent, tr_later("The card did not answer."),
              tr_later("Take it off the reader, put it back and try again.")},
    ErrorText{ErrorCode::CardServiceGone,
              tr_later("The smart card service (pcscd) is not running or does not answer."),
              tr_later("Start it again: sudo systemctl restart pcscd.socket pcscd.service")},
    ErrorText{ErrorCode::ReaderUnsupported,
              tr_later("This card reader cannot be used: there is no Linux driver for it."),
              tr_later("Use another reader, such as RC-S300 or any CCID reader that reads ISO 14443 Type B "
                       "or takes the card in a slot.")},
    ErrorText{ErrorCode::OutOfHours,
              tr_later("マイナポータル does not give out medical information at this hour."),
              tr_later("Link again then, or try all the same: kenkoctl link --anyway")},
    ErrorText{ErrorCode::Maintenance, tr_later("マイナポータル is under maintenance."),
              tr_later("Nothing was changed; link again later.")},
    ErrorText{ErrorCode::Unavailable, tr_later("マイナポータル cannot be reached."),
              tr_later("Check the network of this computer, and link again later.")},
    ErrorText{ErrorCode::RateLimited, tr_later("マイナポータル asks to wait before the next request."),
              tr_later("kenkoctl status tells when it may be tried again.")},
    ErrorText{
        ErrorCode::TlsFailure,
        tr_later("The connection with マイナポータル cannot be confirmed to be secure."),
        tr_later("Nothing was sent over it. Check the clock of this computer and the network you are in; "
                 "if both are right, ask the administrator.")},
    ErrorText{ErrorCode::ProtocolViolation,
              tr_later("The link was broken off: マイナポータル did not answer as agreed."),
              tr_later("Link again later; kenkod may need an update.")},
    ErrorText{ErrorCode::LinkExpired, tr_later("The link with マイナポータル has expired."),
              tr_later("Log in again: kenkoctl link")},
    ErrorText{ErrorCode::KindNotPermitted, tr_later("マイナポータル may not give out this kind of record."),
              tr_later("See what you allowed at the log-in, and link again.")},
    ErrorText{
        ErrorCode::CertificateRevoked,
        tr_later("The use of the card was stopped, or its certificate was revoked."),
        tr_later("Ask your municipal office. If the card was lost or stolen: 0120-95-0178, 24 hours, 365 "
                 "days.")},
    ErrorText{ErrorCode::RegistrationRequired,
              tr_later("You have to register with マイナポータル as a user first."),
              tr_later("Register there in a browser with your card, then link again.")},
    ErrorText{ErrorCode::UserCancelled, tr_later("The question was closed without an answer."),
              tr_later("Nothing was changed. After closing it twice, wait ten minutes.")},
    ErrorText{ErrorCode::Cancelled, tr_later("The work was cancelled."), ""},
    ErrorText{ErrorCode::TooLarge, tr_later("The file is too large."),
              tr_later("A document may have at most 10 MB (10,485,760 bytes).")},
    ErrorText{
        ErrorCode::NotSupported, tr_later("This is not a kind of document that kenkod knows."),
        tr_later(
            "Choose a file that マイナポータル, a pharmacy or a linked service gave out; see kenkoctl(1).")},
    ErrorText{ErrorCode::BadDocument, tr_later("The document is damaged or not what it claims to be."),
              tr_later("Get the file again from where it came.")},
    ErrorText{ErrorCode::ForeignSubject, tr_later("The document belongs to another person."),
              tr_later("Import only your own records; kenkoctl(1) tells what to do when it is yours.")},
    ErrorText{ErrorCode::PersonalNumberFound,
              tr_later("The document seems to contain a My Number (個人番号); it was not stored."),
              tr_later("Get a file without the number: it must not be kept with health records.")},
    ErrorText{ErrorCode::StorageFull, tr_later("There is no space left to write."),
              tr_later("Make room and try again; nothing that was stored is lost.")},
    ErrorText{ErrorCode::VaultDamaged, tr_later("The stored records are damaged or were tampered with."),
              tr_later("Put back a backup, or delete everything and import again: kenkoctl purge")},
    ErrorText{ErrorCode::KeyMissing,
              tr_later("The answer alone does not open the records on this machine or login."),
              tr_later("Unlock your keyring, or use the recovery key: add --recovery")},
    ErrorText{ErrorCode::LimitExceeded, tr_later("Too many sessions or agents are open at once."),
              tr_later("Close some programs, or run: kenkoctl lock")},
    ErrorText{ErrorCode::NothingToShow, tr_later("There is nothing to show."),
              tr_later("Link with マイナポータル: kenkoctl link; or import a file: kenkoctl import FILE")},
};
static_assert(kTexts.size() == static_cast<std::size_t>(ErrorCode::NothingToShow) + 1);

constexpr bool in_order() {
  for (std::size_t i = 0; i < kTexts.size(); ++i)
    if (static_cast<std::size_t>(kTexts[i].code) != i) return false;
  return true;
}
static_assert(in_order());

}  // namespace

const ErrorText& error_text(ErrorCode code) { return kTexts.at(static_cast<std::size_t>(code)); }

}  // namespace kenkod::cli
