#include "vault/entry.hpp"

#include <algorithm>
#include <chrono>
#include <map>

#include "common/iso_date.hpp"

namespace kenkod::vault {

Age age_of(const DocumentInfo& document, std::int64_t number) {
  if (!document.facts.file_date.empty()) return {document.facts.file_date, number};
  const std::chrono::sys_seconds stored{std::chrono::seconds(document.stored_at)};
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(stored)};
  return {iso_date(day), number};
}

std::vector<bool> repeats(const std::vector<RepeatKey>& keys) {
  struct Seen {
    std::size_t shown = 0;  // in newer documents
    std::int64_t document = 0;
    std::size_t in_document = 0;
  };
  std::map<std::string_view, Seen> all;
  std::vector<bool> repeated(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    auto& seen = all[keys[i].text];
    if (seen.document != keys[i].document) {
      seen.shown = std::max(seen.shown, seen.in_document);
      seen.document = keys[i].document;
      seen.in_document = 0;
    }
    repeated[i] = ++seen.in_document <= seen.shown;
  }
  return repeated;
}

}  // namespace kenkod::vault
