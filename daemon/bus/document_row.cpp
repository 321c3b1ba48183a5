#include "bus/document_row.hpp"

namespace kenkod::bus {

void append_warnings(Dictionary& row, const char* key, const std::vector<Warning>& warnings) {
  if (warnings.empty()) return;
  std::vector<std::string> names;
  names.reserve(warnings.size());
  for (const auto warning : warnings) names.emplace_back(to_name(warning));
  row.put(key, names);
}

void append_document(Dictionary& row, const vault::DocumentInfo& document) {
  row.text("document", document.id)
      .text("kind", to_name(document.facts.kind))
      .text("origin", to_name(document.origin))
      .text("stated-origin", document.stated_origin)
      .put("stored-at", static_cast<std::uint64_t>(document.stored_at))
      .text("layout", document.facts.layout)
      .put("revision", document.revision);
  append_warnings(row, "document-warnings", document.facts.warnings);
}

}  // namespace kenkod::bus
