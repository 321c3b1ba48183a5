#include "client-cli/link/purge_preview.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "client-cli/card/advice.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/rule_words.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

std::string span_words(const std::string& oldest, const std::string& newest) {
  if (oldest.empty()) return tr("without a date");
  if (oldest == newest) return printable(oldest);
  return trf("{} to {}", printable(oldest), printable(newest));
}

}  // namespace

std::vector<PurgedKind> purged_kinds(const std::vector<Dict>& rows) {
  std::vector<PurgedKind> kinds;
  kinds.reserve(rows.size());
  for (const Dict& row : rows)
    kinds.push_back({value_of<std::string>(row, "kind"), value_of<std::uint32_t>(row, "documents"),
                     value_of<std::uint64_t>(row, "records"), value_of<std::string>(row, "oldest"),
                     value_of<std::string>(row, "newest"), value_of<std::uint32_t>(row, "beyond"),
                     value_of<std::string>(row, "beyond-oldest"),
                     value_of<std::string>(row, "beyond-newest")});
  return kinds;
}

std::string purge_preview(const std::vector<PurgedKind>& kinds, const Style& style) {
  std::size_t width = 0;
  for (const PurgedKind& kind : kinds) width = std::max(width, columns(printable(scope_words(kind.kind))));
  std::string out;
  for (const PurgedKind& kind : kinds) {
    out += fmt::format("{}  {}, {}, {}\n", pad_right(printable(scope_words(kind.kind)), width),
                       trn("{} document", "{} documents", kind.documents),
                       trn("{} record", "{} records", kind.records), span_words(kind.oldest, kind.newest));
    if (kind.beyond == 0) continue;
    const std::string warning = trn(
        "{} document of {} is older than what マイナポータル still holds: it cannot be fetched again.",
        "{} documents of {} are older than what マイナポータル still holds: they cannot be fetched again.",
        kind.beyond, span_words(kind.beyond_oldest, kind.beyond_newest));
    for (const std::string& line : wrapped(warning, style.width > 4 ? style.width - 4 : 0))
      out.append("  ").append(style.paint(kBad, "! " + line)).append("\n");
  }
  return out;
}

}  // namespace kenkod::cli
