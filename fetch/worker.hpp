// One job of kenkod, from Begin until its socket closes.
#pragma once

#include <string>

#include "common/fd.hpp"
#include "common/portal_configuration.hpp"

namespace kenkod::fetch {

// Returns when kenkod has closed, everything held is revoked or forgotten. `credentials`:
// $CREDENTIALS_DIRECTORY.
void work(Fd socket, const PortalConfiguration& configuration, const std::string& credentials);

}  // namespace kenkod::fetch
