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
  std::string outcome;     // "imported", "already-there", "revised", "refused"
  vault::Added added;      // unless refused
  Kind kind = Kind::checkup;
  std::string layout, date;
  std::optional<Error> error;  // when refused
};

[[nodiscard]] loop::Task<std::vector<ImportResult>> import_files(Services& services, Call call,
                                                                 access::SessionPtr session,
                                                                 std::shared_ptr<std::vector<Fd>> files);

}  // namespace kenkod::jobs
