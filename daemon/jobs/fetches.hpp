// Session.ListFetches: what was fetched when.
#pragma once

#include <vector>

#include "jobs/services.hpp"

namespace kenkod::jobs {

// Newest first; of each only the kinds in the session's scopes.
[[nodiscard]] loop::Task<std::vector<vault::Fetch>> list_fetches(Services& services,
                                                                 access::SessionPtr session);

}  // namespace kenkod::jobs
