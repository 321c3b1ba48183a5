// Session.ListPrincipals: whom the person acts for (代理人).
#pragma once

#include <vector>

#include "jobs/services.hpp"

namespace kenkod::jobs {

[[nodiscard]] loop::Task<std::vector<vault::Principal>> list_principals(Services& services,
                                                                        access::SessionPtr session);

}  // namespace kenkod::jobs
