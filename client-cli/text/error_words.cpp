#include "client-cli/text/error_words.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "client-cli/text/error_table.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/layout_words.hpp"
#include "client-cli/text/local_time.hpp"
#include "client-cli/text/refusal_texts.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

constexpr std::uint64_t kLastMoment = 253'402'300'799;  // of the year 9999
constexpr std::string_view kKeyCharacters = "abcdefghijklmnopqrstuvwxyz-";

std::optional<std::uint64_t> number(const std::string& text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string part_words(const std::string& part) {
  if (part == "device-key") return tr("The key kept in your keyring is missing.");
  if (part == "host-secret") return tr("The secret of the machine that made the vault is missing.");
  return trf("Part: {}.", part);
}

std::string differing_words(const std::string& field) {
  if (field == "birth-date") return tr("The birth date is another one.");
  if (field == "sex") return tr("The sex is another one.");
  if (field == "name") return tr("The name is another one.");
  return {};
}

std::string card_kind_words(const std::string& kind) {
  if (kind == "juki")
    return tr(
        "It is an old Juki card (住民基本台帳カード), which cannot log in; a My Number card replaces it.");
  if (kind == "phone") return tr("It is the certificate of a smartphone; kenkod needs the card itself.");
  if (kind == "other") return tr("It is some other card, such as a transit card or a driving licence.");
  return {};
}

// Of a PIN; an answer has its own.
std::string pin_tries_words(std::uint64_t left) {
  if (left == 1) return tr("1 try is left: the next wrong PIN locks the card.");
  return trn("{} try is left.", "{} tries are left.", left);
}

// When it may be tried again, said in one breath with what happened; nothing when it is not known.
std::optional<std::string> timed_words(ErrorCode code, const std::map<std::string, std::string>& values) {
  const auto at = values.find(code == ErrorCode::OutOfHours ? "next" : "until");
  const auto seconds = at == values.end() ? std::nullopt : number(at->second);
  if (!seconds || *seconds == 0 || *seconds > kLastMoment) return std::nullopt;
  const std::string moment = moment_words(static_cast<std::int64_t>(*seconds));
  if (code == ErrorCode::OutOfHours)
    return trf("マイナポータル does not give out medical information at this hour. It does again from {}.",
               moment);
  if (code == ErrorCode::Maintenance) return trf("マイナポータル is under maintenance until {}.", moment);
  if (code == ErrorCode::RateLimited)
    return trf("マイナポータル asks to wait before the next request, until {}.", moment);
  return std::nullopt;
}

std::string value_words(ErrorCode code, const std::string& key, const std::string& value) {
  if (const auto n = number(value)) {
    if (key == "wait") return trf("Wait {} before the next try.", duration_words(*n));
    if (key == "tries" && code == ErrorCode::PinIncorrect) return pin_tries_words(*n);
    if (key == "tries") return trn("{} try is left.", "{} tries are left.", *n);
    if (key == "line") return trf("Line {}.", *n);
    if (key == "column") return trf("Byte {} of that line.", *n);
  }
  // "other": an element that no record has; its name is the file's own and is not told.
  if (key == "element") return value == "other" ? std::string{} : trf("Element: {}.", value);
  if (key == "part") return part_words(value);
  if (key == "key") return trf("Key: {}.", value);
  if (key == "kind" && code == ErrorCode::WrongCard) return card_kind_words(value);
  if (key == "differs") return differing_words(value);
  // What is not read is named by the sentence already.
  if (key == "layout") return is_read_layout(value) ? trf("Format: {}.", layout_words(value)) : "";
  return {};
}

// What the file is, before where in it.
int position(const std::string& key) {
  if (key == "layout" || key == "differs") return 0;
  if (key == "line") return 1;
  return key == "column" ? 2 : 3;
}

// Errors of the bus itself that a person meets.
ErrorWords bus_error_words(const CallError& error) {
  const std::string_view prefix = "org.freedesktop.DBus.Error.";
  const std::string_view name = std::string_view(error.name).starts_with(prefix)
                                    ? std::string_view(error.name).substr(prefix.size())
                                    : std::string_view{};
  if (name == "ServiceUnknown" || name == "NameHasNoOwner" || name.starts_with("Spawn."))
    return {tr("kenkod is not running and could not be started."),
            tr("Check that it is installed: systemctl status kenkod")};
  if (name == "InteractiveAuthorizationRequired" || name == "AccessDenied" || name == "AuthFailed")
    return {tr("The system did not allow this."), tr("Log in at this computer, or ask its administrator."),
            ExitCode::not_authorized};
  if (name == "NoReply" || name == "Timeout")
    return {tr("kenkod did not answer in time."), tr("Try again; if it stays so: systemctl status kenkod")};
  if (name == "UnknownObject")
    return {tr("The session has ended: it was locked or idle for too long."), tr("Run the command again."),
            ExitCode::answer};
  if (name == "FileNotFound" || name == "Disconnected") return {tr("The system bus cannot be reached."), {}};
  return {trf("Something unexpected went wrong: {}", printable(error.name)), {}};
}

}  // namespace

std::string_view error_sentence(std::string_view text) {
  while (!text.empty()) {
    const std::size_t space = text.rfind(' ');
    const std::string_view word = space == std::string_view::npos ? text : text.substr(space + 1);
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos || equals == 0 ||
        word.substr(0, equals).find_first_not_of(kKeyCharacters) != std::string_view::npos)
      break;
    text = space == std::string_view::npos ? std::string_view{} : text.substr(0, space);
  }
  return text;
}

std::map<std::string, std::string> error_values(std::string_view text) {
  std::map<std::string, std::string> values;
  std::string_view pairs = text.substr(error_sentence(text).size());
  while (!pairs.empty()) {
    const std::size_t space = pairs.rfind(' ');
    const std::string_view word = space == std::string_view::npos ? pairs : pairs.substr(space + 1);
    const std::size_t equals = word.find('=');
    if (equals != std::string_view::npos) values.emplace(word.substr(0, equals), word.substr(equals + 1));
    pairs = space == std::string_view::npos ? std::string_view{} : pairs.substr(0, space);
  }
  return values;
}

std::string duration_words(std::uint64_t seconds) {
  if (seconds < 120) return trn("{} second", "{} seconds", seconds);
  if (seconds < 7200) return trn("{} minute", "{} minutes", (seconds + 59) / 60);
  return trn("{} hour", "{} hours", (seconds + 3599) / 3600);
}

ErrorWords error_words(const CallError& error) {
  const auto code = error_from_name(error.name);
  if (!code) return bus_error_words(error);
  const ErrorText& text = error_text(*code);
  const RefusalText* refusal = refusal_text(error_sentence(error.text));
  const char* what = refusal != nullptr ? refusal->sentence : text.what;
  const char* next = refusal != nullptr ? refusal->next : text.next;
  ErrorWords words{tr(what), *next == '\0' ? "" : tr(next), exit_code(*code)};
  const auto values = error_values(error.text);
  if (const auto timed = timed_words(*code, values)) words.what = *timed;
  std::vector<std::pair<std::string, std::string>> ordered(values.begin(), values.end());
  std::ranges::sort(ordered, {},
                    [](const auto& pair) { return std::pair(position(pair.first), pair.first); });
  for (const auto& [key, value] : ordered)
    if (const std::string more = value_words(*code, key, printable(value)); !more.empty())
      words.what.append(" ").append(more);
  return words;
}

}  // namespace kenkod::cli
