// Session.GetDocument: the original bytes of one document.
#pragma once

#include <memory>
#include <string>

#include "common/fd.hpp"
#include "jobs/services.hpp"

namespace kenkod::jobs {

// OutOfScope for a document of another kind than the session's, and just so for one that is not there.
[[nodiscard]] loop::Task<vault::DocumentInfo> write_document(Services& services, Call call,
                                                             access::SessionPtr session, std::string id,
                                                             std::shared_ptr<Fd> target);

}  // namespace kenkod::jobs
