// Starts kenkod-fetch for one job; implemented by bus/fetch_client.hpp.
#pragma once

#include <memory>

#include "common/fd.hpp"
#include "loop/cancel.hpp"
#include "loop/task.hpp"

namespace kenkod::fetcher {

class FetchStarter {
 public:
  virtual ~FetchStarter() = default;
  // The socket to a worker of its own (common/fetch_protocol.hpp). Throws Error(Unavailable) when none can be
  // had.
  virtual loop::Task<std::shared_ptr<Fd>> start(loop::Cancel cancel) = 0;
};

}  // namespace kenkod::fetcher
