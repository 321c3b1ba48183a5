// What the portal's refusals are called (table 9.8 of the connector protocol): the worker gives a number, the
// words are ours.
#pragma once

#include "common/error.hpp"
#include "common/fetch_protocol.hpp"

namespace kenkod::fetcher {

// Our own words for an error a worker may report; one it may not report becomes ProtocolViolation.
[[nodiscard]] Error portal_error(ErrorCode code);

class PortalError : public Error {
 public:
  explicit PortalError(const fetch::Failed& failed);
  // When it may be tried again, Unix seconds; 0 = unknown. Of RateLimited and Maintenance.
  [[nodiscard]] std::int64_t until() const noexcept { return until_; }

 private:
  std::int64_t until_;
};

}  // namespace kenkod::fetcher
