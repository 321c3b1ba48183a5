#include "bus/record_query.hpp"

#include "bus/document_row.hpp"
#include "bus/record_row.hpp"
#include "common/kind_name.hpp"
#include "jobs/query.hpp"

namespace kenkod::bus {
namespace {

Kind read_kind(const Options& options) {
  const auto kind = kind_of(option<std::string>(options, "kind").value_or(""));
  if (kind) return *kind;
  throw Error(ErrorCode::InvalidArgument, "A query names its kind of records.").with("key", "kind");
}

}  // namespace

vault::RecordQuery read_query(const Options& options) {
  only(options, {"kind", "from", "to", "code", "document", "superseded", "limit", "cursor"});
  vault::RecordQuery query;
  query.kind = read_kind(options);
  query.from = option<std::string>(options, "from").value_or("");
  query.to = option<std::string>(options, "to").value_or("");
  query.code = option<std::string>(options, "code").value_or("");
  query.document = option<std::string>(options, "document").value_or("");
  query.cursor = option<std::string>(options, "cursor").value_or("");
  query.superseded = option<bool>(options, "superseded").value_or(false);
  query.limit = option<std::uint32_t>(options, "limit").value_or(query.limit);
  jobs::check(query);
  return query;
}

void append(sdbus::Message& message, const QueryPage& result) {
  message.openContainer("a{sv}");
  for (const auto& record : result.page.rows) {
    Dictionary row(message);
    row.put("id", record.id);
    append_document(row, *record.document);
    row.text("date", date_of(record));
    std::visit([&](const auto& item) { append_item(row, record, item); }, record.item);
  }
  message.closeContainer();
  message << result.page.cursor;
}

}  // namespace kenkod::bus
