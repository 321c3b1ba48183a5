#include "client-cli/link/link_result.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "client-cli/card/advice.hpp"
#include "client-cli/link/link_error.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/rule_words.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

// As in the menu of the founding manual, however they came.
std::size_t position(const std::string& kind) {
  constexpr std::array kOrder{"checkup", "expense", "medication"};
  return static_cast<std::size_t>(std::ranges::find(kOrder, kind) - kOrder.begin());
}

LinkedKind linked_kind(const Dict& row) {
  LinkedKind kind;
  kind.kind = value_of<std::string>(row, "kind");
  kind.outcome = value_of<std::string>(row, "outcome");
  kind.imported = value_of<std::uint32_t>(row, "imported");
  kind.revised = value_of<std::uint32_t>(row, "revised");
  kind.unchanged = value_of<std::uint32_t>(row, "unchanged");
  kind.unread = value_of<std::uint32_t>(row, "unread");
  kind.refused = value_of<std::uint32_t>(row, "refused");
  kind.error = {value_of<std::string>(row, "error"), value_of<std::string>(row, "message")};
  return kind;
}

std::string counts(const LinkedKind& kind) {
  std::string out;
  const auto add = [&](std::uint32_t count, const std::string& words) {
    if (count > 0) out.append(out.empty() ? "" : tr(", ")).append(words);
  };
  add(kind.imported, trn("{} new document", "{} new documents", kind.imported));
  add(kind.revised, trn("{} newer revision", "{} newer revisions", kind.revised));
  add(kind.unchanged, trn("{} unchanged", "{} unchanged", kind.unchanged));
  add(kind.unread, trn("{} kept, but not readable", "{} kept, but not readable", kind.unread));
  add(kind.refused, trn("{} not taken", "{} not taken", kind.refused));
  return out;
}

std::string_view colour(const LinkedKind& kind) {
  if (kind.failed()) return kBad;
  if (kind.refused > 0) return kCare;
  return kind.outcome == "fetched" ? kGood : std::string_view{};
}

}  // namespace

std::vector<LinkedKind> linked_kinds(const std::vector<Dict>& rows) {
  std::vector<LinkedKind> kinds;
  kinds.reserve(rows.size());
  for (const Dict& row : rows) kinds.push_back(linked_kind(row));
  std::ranges::sort(kinds, {},
                    [](const LinkedKind& each) { return std::pair(position(each.kind), each.kind); });
  return kinds;
}

std::string outcome_words(const LinkedKind& kind) {
  if (kind.outcome == "empty") return tr("There is no information to show");
  if (kind.outcome == "not-supported") return tr("マイナポータル does not have this kind");
  std::string came = counts(kind);
  if (kind.outcome == "fetched") return came.empty() ? tr("There is no information to show") : came;
  if (!kind.failed()) return printable(kind.outcome);  // of a newer kenkod
  // What came before it failed is stored.
  return came.empty() ? tr("could not be fetched") : trf("could not be fetched completely ({})", came);
}

std::string link_table(const std::vector<LinkedKind>& kinds, const Style& style) {
  std::size_t width = 0;
  for (const LinkedKind& kind : kinds) width = std::max(width, columns(printable(scope_words(kind.kind))));
  std::string out;
  for (const LinkedKind& kind : kinds) {
    out.append(pad_right(printable(scope_words(kind.kind)), width)).append("  ");
    out.append(style.paint(colour(kind), outcome_words(kind))).append("\n");
    if (kind.error.name.empty()) continue;
    const ErrorWords words = kind_error_words(kind.error);
    for (const std::string& line : wrapped(words.what, style.width > 4 ? style.width - 4 : 0))
      out.append("    ").append(line).append("\n");
    if (!words.next.empty()) out.append(advice(words.next, style));
  }
  return out;
}

ExitCode link_exit(const std::vector<LinkedKind>& kinds) {
  if (std::ranges::any_of(kinds, &LinkedKind::failed)) return ExitCode::partial;
  const bool refused = std::ranges::any_of(kinds, [](const LinkedKind& kind) { return kind.refused > 0; });
  return refused ? ExitCode::document : ExitCode::ok;
}

}  // namespace kenkod::cli
