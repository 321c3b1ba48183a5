// Session.PreviewPurge and Purge("fetched"): what came from the portal, or everything of a principal.
#pragma once

#include <vector>

#include "jobs/services.hpp"

namespace kenkod::jobs {

[[nodiscard]] loop::Task<std::vector<vault::PurgePreview>> preview_purge(Services& services,
                                                                         access::SessionPtr session);
// Other sessions of the user go on.
[[nodiscard]] loop::Task<vault::Purged> purge_fetched(Services& services, Call call,
                                                      access::SessionPtr session);

}  // namespace kenkod::jobs
