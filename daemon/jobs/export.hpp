// Session.Export: every original document into one file that Import takes back.
#pragma once

#include <memory>

#include "common/fd.hpp"
#include "jobs/services.hpp"

namespace kenkod::jobs {

struct ExportResult {
  std::uint32_t documents = 0;
  std::uint64_t bytes = 0;
};
[[nodiscard]] loop::Task<ExportResult> export_documents(Services& services, Call call,
                                                        access::SessionPtr session,
                                                        std::shared_ptr<Fd> target);

}  // namespace kenkod::jobs
