#include "client-cli/agent/app_words.hpp"

#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {

std::string app_words(bool sandboxed, const std::string& app) {
  // The name of an unconfined program could be anybody's claim, so none is shown.
  if (!sandboxed) return tr("a program of yours (which one cannot be proved)");
  return trf("Flatpak app {} (proved)", app);
}

}  // namespace kenkod::cli
