// Messages in the person's language: English msgids, translations in po/ (gettext domain "kenkod").
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>

namespace kenkod::cli {

// Reads the locale of the environment and binds the message catalogue. A locale that is not generated on this
// machine still decides the language (a fresh Debian has no ja_JP.UTF-8).
void start_messages();

[[nodiscard]] const char* tr(const char* msgid);
[[nodiscard]] const char* tr_plural(const char* one, const char* many, unsigned long n);

// Marks a text of a table for translation; the table's user passes it to tr().
[[nodiscard]] constexpr const char* tr_later(const char* msgid) noexcept { return msgid; }

// tr() with {}-fields filled in.
template <typename... Args>
[[nodiscard]] std::string trf(const char* msgid, const Args&... args) {
  return fmt::format(fmt::runtime(tr(msgid)), args...);
}

// The same for a text that depends on a number; the number is the first field.
template <typename... Args>
[[nodiscard]] std::string trn(const char* one, const char* many, unsigned long n, const Args&... args) {
  return fmt::format(fmt::runtime(tr_plural(one, many, n)), n, args...);
}

// BCP 47 tag of the language the messages really come in.
[[nodiscard]] std::string message_language();

}  // namespace kenkod::cli
