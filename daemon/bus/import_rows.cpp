#include "bus/import_rows.hpp"

#include "bus/document_row.hpp"

namespace kenkod::bus {

void append(sdbus::Message& message, const ImportRows& rows) {
  message.openContainer("a{sv}");
  for (const auto& result : rows.results) {
    Dictionary row(message);
    row.put("file", result.file).text("outcome", result.outcome);
    if (result.error) {
      row.text("error", error_name(result.error->code())).text("message", result.error->text());
      continue;
    }
    row.text("document", result.added.document)
        .text("kind", to_name(result.kind))
        .text("layout", result.layout)
        .text("date", result.date)
        .put("records", result.added.records)
        .put("warnings", result.added.warnings);
    append_warnings(row, "document-warnings", result.document_warnings);
    if (result.subject_unconfirmed) row.put("subject-unconfirmed", true);
  }
  message.closeContainer();
}

}  // namespace kenkod::bus
