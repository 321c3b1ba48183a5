// Manager.OpenSession: the person answers, a program gets a session.
#pragma once

#include <string>
#include <vector>

#include "jobs/services.hpp"

namespace kenkod::jobs {

struct OpenSessionRequest {
  std::vector<std::string> scopes;
  std::string purpose;
  bool recovery = false;
};
// Throws Error(InvalidArgument) for scopes, a purpose outside the rules of the interface XML.
void check(const OpenSessionRequest& request);

[[nodiscard]] loop::Task<access::SessionPtr> open_session(Services& services, Call call,
                                                          OpenSessionRequest request);

}  // namespace kenkod::jobs
