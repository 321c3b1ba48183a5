// Whom --principal means.
#pragma once

#include <string>
#include <vector>

#include "client-cli/client.hpp"
#include "client-cli/link/principals.hpp"

namespace kenkod::cli {

// Of a session with scope "principals".
[[nodiscard]] std::vector<ActedFor> list_principals(Client& client, sdbus::IProxy& session);

// `who` itself when it is empty or an id; else the id of whoever has that name, for which the list is opened
// (one more prompt for the answer). Throws Failure when nobody, or more than one, is called so.
[[nodiscard]] std::string principal_id(Client& client, const std::string& who);

}  // namespace kenkod::cli
