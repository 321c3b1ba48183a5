// One Retrieve of kenkod (9.7): begun, waited for, its documents handed over, ended at the portal.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "authorisation.hpp"
#include "downloads.hpp"
#include "portal.hpp"
#include "retrieval_status.hpp"

namespace kenkod::fetch {

class Retrieval {
 public:
  Retrieval(Portal& portal, Authorisation& authorisation, Retrieve asked);

  // Up to and with Retrieved. Throws Refused.
  void run();

 private:
  void once();
  [[nodiscard]] RetrievalStatus begin();
  [[nodiscard]] RetrievalStatus poll();
  [[nodiscard]] std::string place_in(const HttpRequest& request, const HttpResponse& answer,
                                     const RetrievalStatus& status) const;
  void wait_as_told(const HttpResponse& answer);
  // Of the kinds that were asked for, each exactly once.
  [[nodiscard]] std::vector<RetrievedItem> items_of(RetrievalStatus status) const;
  void end() noexcept;

  Portal& portal_;
  Authorisation& authorisation_;
  Retrieve asked_;
  std::string base_, place_;  // URLs
  Sent sent_;
  std::chrono::steady_clock::time_point give_up_;
};

}  // namespace kenkod::fetch
