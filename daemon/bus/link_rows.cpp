#include "bus/link_rows.hpp"

#include "bus/append.hpp"

namespace kenkod::bus {

const char* to_name(vault::FetchedKind::Outcome outcome) noexcept {
  using Outcome = vault::FetchedKind::Outcome;
  switch (outcome) {
    case Outcome::fetched:
      return "fetched";
    case Outcome::empty:
      return "empty";
    case Outcome::not_supported:
      return "not-supported";
    case Outcome::failed:
      break;
  }
  return "failed";
}

void append_kind(sdbus::Message& message, const vault::FetchedKind& kind, const std::string& text) {
  Dictionary row(message);
  row.text("kind", kenkod::to_name(kind.kind))
      .text("outcome", to_name(kind.outcome))
      .put("imported", kind.imported)
      .put("revised", kind.revised)
      .put("unchanged", kind.unchanged)
      .put("unread", kind.unread)
      .put("refused", kind.refused);
  if (kind.error) row.text("error", error_name(*kind.error)).text("message", text);
}

void append(sdbus::Message& message, const LinkResultRow& row) {
  Dictionary(message)
      .rows("rows", row.result.rows,
            [](sdbus::Message& rows, const jobs::LinkRow& one) {
              append_kind(rows, one.kind, one.error ? one.error->text() : std::string());
            })
      .put("principals", row.result.principals)
      .put("expires", row.result.expires_at);
}

}  // namespace kenkod::bus
