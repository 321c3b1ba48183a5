// The results of an examination come in the facility's own document, in the portal's layout, which names no
// facility, and again in each later download. Decides what of one day is shown.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>

#include "vault/database.hpp"
#include "vault/page.hpp"

namespace kenkod::vault {

class CheckupRepeats {
 public:
  CheckupRepeats(Database& database, DocumentCache& documents);

  // Ids of the document's items of that day that are shown from another document; valid until the next call.
  // Only items of documents without a facility are: those whose code and value stand, for the same day, in a
  // document that names its facility or in a later stored one. Another value is another result, and what
  // stands twice in one document was found twice: both stay.
  [[nodiscard]] const std::unordered_set<std::int64_t>& hidden(const std::string& date,
                                                               std::int64_t document);

 private:
  [[nodiscard]] bool names_facility(std::int64_t document);
  void read_day(const std::string& date);

  DocumentCache& documents_;
  Statement others_, blocks_;
  std::string date_;
  std::unordered_set<std::int64_t> hidden_;  // of date_, whatever the document
  const std::unordered_set<std::int64_t> nothing_;
};

}  // namespace kenkod::vault
