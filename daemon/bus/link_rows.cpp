#include "bus/link_rows.hpp"

#include "bus/append.hpp"
#include "bus/fetch_rows.hpp"

namespace kenkod::bus {

void append(sdbus::Message& message, const LinkResultRow& row) {
  const auto each = [](Dictionary& one, const jobs::LinkRow& kind) {
    append_kind(one, kind.kind);
    if (kind.error) one.text("message", kind.error->text());
  };
  Dictionary(message)
      .rows("rows", row.result.rows, each)
      .put("principals", row.result.principals)
      .put("expires", row.result.expires_at);
}

}  // namespace kenkod::bus
