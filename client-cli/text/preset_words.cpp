#include "client-cli/text/preset_words.hpp"

#include <array>

#include "client-cli/text/i18n.hpp"
#include "common/text_rules.hpp"

namespace kenkod::cli {
namespace {

// common/ knows no gettext, so its msgids are marked here. At most 20 characters in every language.
constexpr std::array kMarked{
    tr_later("First pet's name?"),   tr_later("Childhood nickname?"), tr_later("First film you saw?"),
    tr_later("Favourite teacher?"),  tr_later("First concert seen?"), tr_later("Childhood hero?"),
    tr_later("Best friend at ten?"), tr_later("Best-loved book?"),
};

}  // namespace

std::vector<std::string> preset_words() {
  std::vector<std::string> words;
  for (const std::string& msgid : preset_questions()) words.emplace_back(tr(msgid.c_str()));
  return words;
}

std::span<const char* const> marked_presets() noexcept { return kMarked; }

}  // namespace kenkod::cli
