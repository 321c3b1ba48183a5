#include "client-cli/text/i18n.hpp"

#include <libintl.h>

#include <clocale>
#include <cstdlib>
#include <string_view>

namespace kenkod::cli {
namespace {

constexpr const char* kDomain = "kenkod";

std::string wanted_locale() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0') return value;
  return "C";
}

}  // namespace

void start_messages() {
  if (std::setlocale(LC_ALL, "") == nullptr) {
    const std::string wanted = wanted_locale();
    std::setlocale(LC_ALL, "C.UTF-8");
    const std::string language = wanted.substr(0, wanted.find_first_of("._@"));
    if (language != "C" && language != "POSIX") ::setenv("LANGUAGE", language.c_str(), 0);
  }
  const char* override_directory = std::getenv("KENKOD_LOCALEDIR");  // an uninstalled build
  bindtextdomain(kDomain, override_directory != nullptr ? override_directory : KENKOD_LOCALEDIR);
  bind_textdomain_codeset(kDomain, "UTF-8");
  textdomain(kDomain);
}

const char* tr(const char* msgid) { return dgettext(kDomain, msgid); }

const char* tr_plural(const char* one, const char* many, unsigned long n) {
  return dngettext(kDomain, one, many, n);
}

std::string message_language() {
  // TRANSLATORS: the BCP 47 tag of your language; it chooses the language of the terms.
  return tr("en");
}

}  // namespace kenkod::cli
