// Session.Import: files in, each either stored durably or refused with a reason.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/fd.hpp"
#include "jobs/services.hpp"

namespace kenkod::jobs {

struct ImportResult {
  std::uint32_t file = 0;  // index of the file it came in
  // "imported", "already-there", "revised", "refused"; of a check "would-import", "would-revise" in their
  // place
  std::string outcome;
  vault::Added added;  // unless refused; of a check without a document, unless it is there already
  Kind kind = Kind::checkup;
  std::string layout, date;
  std::vector<Warning> document_warnings;
  bool subject_unconfirmed = false;  // of a check: the person would be asked
  std::optional<Error> error;        // when refused
};

// `check`: everything is read and judged, nothing is stored, nobody is asked.
[[nodiscard]] loop::Task<std::vector<ImportResult>> import_files(Services& services, Call call,
                                                                 access::SessionPtr session,
                                                                 std::shared_ptr<std::vector<Fd>> files,
                                                                 bool check);

}  // namespace kenkod::jobs
