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
  std::string principal;  // 32 hex digits, or empty
};
// Throws Error(InvalidArgument) for scopes, a purpose or a principal outside the rules of the interface XML.
void check(const OpenSessionRequest& request);

[[nodiscard]] loop::Task<access::SessionPtr> open_session(Services& services, Call call,
                                                          OpenSessionRequest request);

}  // namespace kenkod::jobs
