// Session.Query: one page of records.
#pragma once

#include "jobs/services.hpp"

namespace kenkod::jobs {

// Throws Error(InvalidArgument) for days that are none, or a limit outside 1–1000.
void check(const vault::RecordQuery& query);
[[nodiscard]] loop::Task<vault::RecordPage> query(Services& services, access::SessionPtr session,
                                                  vault::RecordQuery query);

}  // namespace kenkod::jobs
