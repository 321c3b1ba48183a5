#include "client-cli/show/origin_words.hpp"

#include "client-cli/text/i18n.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

std::string words(const std::string& name) {
  if (name == "portal") return tr("from マイナポータル");
  if (name == "import") return tr("imported");
  return printable(name);
}

}  // namespace

std::string origin_words(const Row& row) {
  const std::string stated = text(row, "stated-origin");
  if (stated.empty() || stated == text(row, "origin")) return words(text(row, "origin"));
  return trf("{}; the file says: {}", words(text(row, "origin")), words(stated));
}

}  // namespace kenkod::cli
