#include "client-cli/agent/browser_words.hpp"

#include <fmt/format.h>

#include "client-cli/agent/app_words.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/rule_words.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {

std::string browser_heading(const BrowserRequest& request) {
  return fmt::format("\n── {} ──\n{}: {}\n", printable(act_words(request.act)), tr("Asked by"),
                     app_words(request.sandboxed, request.app));
}

std::string browser_words(const std::string& url, bool opened) {
  if (opened)
    return tr("Log in to マイナポータル in the browser window that opens, and allow the link there.");
  return trf(
      "Open this address in a browser on this computer, log in to マイナポータル and allow the link: {}",
      url);
}

}  // namespace kenkod::cli
