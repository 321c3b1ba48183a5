#include "bus/fetch_rows.hpp"

#include <string_view>

#include "common/error.hpp"

namespace kenkod::bus {
namespace {

std::string_view to_name(vault::FetchedKind::Outcome outcome) {
  switch (outcome) {
    case vault::FetchedKind::Outcome::fetched:
      return "fetched";
    case vault::FetchedKind::Outcome::empty:
      return "empty";
    case vault::FetchedKind::Outcome::not_supported:
      return "not-supported";
    case vault::FetchedKind::Outcome::failed:
      return "failed";
  }
  return "";
}

std::string_view to_name(vault::Fetch::Flow flow) {
  switch (flow) {
    case vault::Fetch::Flow::browser:
      return "browser";
    case vault::Fetch::Flow::card:
      return "card";
    case vault::Fetch::Flow::renewed:
      return "renewed";
  }
  return "";
}

}  // namespace

void append_kind(Dictionary& row, const vault::FetchedKind& kind) {
  row.text("kind", kenkod::to_name(kind.kind))
      .text("outcome", to_name(kind.outcome))
      .put("imported", kind.imported)
      .put("revised", kind.revised)
      .put("unchanged", kind.unchanged)
      .put("unread", kind.unread)
      .put("refused", kind.refused);
  if (kind.error) row.text("error", error_name(*kind.error));
}

void append(sdbus::Message& message, const FetchRows& rows) {
  message.openContainer("a{sv}");
  for (const auto& fetch : rows.fetches) {
    Dictionary row(message);
    row.put("at", fetch.at).put("seconds", fetch.seconds).text("flow", to_name(fetch.flow));
    if (fetch.error) row.text("error", error_name(*fetch.error));
    row.rows("kinds", fetch.kinds, append_kind);
  }
  message.closeContainer();
}

void append(sdbus::Message& message, const PrincipalRows& rows) {
  message.openContainer("a{sv}");
  for (const auto& principal : rows.principals)
    Dictionary(message)
        .text("id", principal.id)
        .put("name", principal.name)
        .put("listed", principal.listed)
        .put("last-fetch", principal.last_fetch);
  message.closeContainer();
}

void append(sdbus::Message& message, const PurgePreviewRows& rows) {
  message.openContainer("a{sv}");
  for (const auto& kind : rows.kinds)
    Dictionary(message)
        .text("kind", kenkod::to_name(kind.kind))
        .put("documents", kind.documents)
        .put("records", kind.records)
        .text("oldest", kind.oldest)
        .text("newest", kind.newest)
        .put("beyond", kind.beyond)
        .text("beyond-oldest", kind.beyond_oldest)
        .text("beyond-newest", kind.beyond_newest);
  message.closeContainer();
}

void append(sdbus::Message& message, const PurgedRow& row) {
  Dictionary(message)
      .put("documents", row.purged.documents)
      .put("records", row.purged.records)
      .put("recovery-key", !row.purged.recovery_key_lost);
}

}  // namespace kenkod::bus
